#include "app/ready.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

struct ready {
    struct bus *bus;
    atomic_bool serving;
    struct db *db;         /* used by who is asking, alone */
    pthread_mutex_t mutex; /* of what follows */
    bool asking;
    int64_t since_ms; /* asking */
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

/* Under the mutex, but for the question itself: PostgreSQL may be slow to answer. */
static void ask(struct ready *ready)
{
    struct status answer;

    ready->asking = true;
    ready->since_ms = clock_mono_ms();
    pthread_mutex_unlock(&ready->mutex);
    answer = db_ping(ready->db);
    pthread_mutex_lock(&ready->mutex);
    ready->asking = false;
    ready->asked_ms = clock_mono_ms();
    ready->database = answer;
    /* Kept: the ring of failures belongs to the thread that asked. */
    snprintf(ready->text, sizeof ready->text, "%s", ok(answer) || !answer.text ? "" : answer.text);
}

/* Who comes while somebody is asking does not wait with him: the last answer holds, until the new one takes too long.
 */
static struct status last_answer(const struct ready *ready)
{
    int64_t waiting_ms = ready->asking ? clock_mono_ms() - ready->since_ms : 0;

    if (waiting_ms >= READY_SLOW_MS || (ready->asking && ready->asked_ms == 0))
        return fail(NOT_AVAILABLE, "PostgreSQL has not answered for %lld ms", (long long)waiting_ms);
    if (!ok(ready->database))
        return fail(NOT_AVAILABLE, "PostgreSQL: %s", ready->text);
    return OK;
}

static struct status check_database(struct ready *ready)
{
    struct status status;

    pthread_mutex_lock(&ready->mutex);
    if (!ready->asking && (ready->asked_ms == 0 || clock_mono_ms() - ready->asked_ms >= READY_CACHE_MS))
        ask(ready);
    status = last_answer(ready);
    pthread_mutex_unlock(&ready->mutex);
    return status;
}

struct status ready_check(struct ready *ready)
{
    if (!atomic_load(&ready->serving))
        return fail(NOT_AVAILABLE, "starting or leaving");
    if (!bus_connected(ready->bus))
        return fail(NOT_AVAILABLE, "the bus is not connected");
    if (bus_denied(ready->bus))
        return fail(NOT_AVAILABLE, "the bus refused something: the rights of this process are wrong");
    return check_database(ready);
}
