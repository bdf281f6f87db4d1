#include "app/ready.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

struct ready {
    struct bus *bus;
    atomic_bool serving;
    pthread_mutex_t mutex; /* of what follows */
    struct db *db;
    int64_t asked_ms; /* 0: never */
    struct status database;
    char text[256];
};

struct ready *ready_create(const struct db_options *db, struct bus *bus)
{
    struct db_options options = *db;
    struct ready *ready = calloc(1, sizeof *ready);

    if (!ready)
        abort();
    options.connect_timeout_ms = READY_WAIT_MS;
    options.statement_timeout_ms = READY_WAIT_MS;
    ready->bus = bus;
    ready->db = db_create(&options);
    pthread_mutex_init(&ready->mutex, NULL);
    return ready;
}

void ready_destroy(struct ready *ready)
{
    if (!ready)
        return;
    db_destroy(ready->db);
    pthread_mutex_destroy(&ready->mutex);
    free(ready);
}

void ready_set_serving(struct ready *ready, bool serving)
{
    atomic_store(&ready->serving, serving);
}

/* Under the mutex. The text is kept: the ring of failures belongs to the thread that asked. */
static void ask(struct ready *ready)
{
    ready->database = db_ping(ready->db);
    if (!ok(ready->database)) {
        snprintf(ready->text, sizeof ready->text, "%s", ready->database.text);
        ready->database.text = ready->text;
    }
    ready->asked_ms = clock_mono_ms();
}

static struct status check_database(struct ready *ready)
{
    struct status status;

    pthread_mutex_lock(&ready->mutex);
    if (ready->asked_ms == 0 || clock_mono_ms() - ready->asked_ms >= READY_CACHE_MS)
        ask(ready);
    status = ready->database;
    if (!ok(status))
        status = fail(NOT_AVAILABLE, "PostgreSQL: %s", ready->text);
    pthread_mutex_unlock(&ready->mutex);
    return status;
}

struct status ready_check(struct ready *ready)
{
    if (!atomic_load(&ready->serving))
        return fail(NOT_AVAILABLE, "starting or leaving");
    if (!bus_connected(ready->bus))
        return fail(NOT_AVAILABLE, "the bus is not connected");
    if (bus_permission_errors(ready->bus) > 0)
        return fail(NOT_AVAILABLE, "the bus refused something: the rights of this process are wrong");
    return check_database(ready);
}
