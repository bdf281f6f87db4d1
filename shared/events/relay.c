/* One relay a service works, the others stand by: whoever holds the session's advisory lock. A moment with two is
 * harmless (duplicates), a moment with none ends by itself (the lock goes with its session). */
#include "events/relay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/log.h"

#define LOCK_KEY "hashtextextended('linli relay ' || current_schema(), 0)"

static struct status ask_bool(struct relay *relay, const char *sql, bool *ret_answer)
{
    struct rows *rows;
    TRY(db_run(relay->db, &relay->arena, &rows, sql));
    *ret_answer = rows_count(rows) > 0 && rows_bool(rows, 0, 0);
    return OK;
}

/* ---- standing by ---- */

/* The same row has waited too long at several looks: the holder does not get on. */
static struct status holder_is_stuck(struct relay *relay, bool *ret_stuck)
{
    struct rows *rows;
    *ret_stuck = false;
    TRY(db_run(relay->db, &relay->arena, &rows,
               "select id from outbox where published_at is null and created_at < now() - $1 * interval '1 s' order by "
               "id limit 1",
               db_int(RELAY_STUCK_S)));
    const char *id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    relay->stuck_looks = *id && strcmp(id, relay->stuck_id) == 0 ? relay->stuck_looks + 1 : 0;
    snprintf(relay->stuck_id, sizeof relay->stuck_id, "%s", id);
    *ret_stuck = relay->stuck_looks >= RELAY_STUCK_LOOKS;
    return OK;
}

static struct status end_holder(struct relay *relay)
{
    bool ended;
    relay->stuck_looks = 0;
    TRY(ask_bool(relay,
                 "select bool_or(pg_terminate_backend(pid)) from pg_locks where locktype = 'advisory' and granted and "
                 "objsubid = 1"
                 " and database = (select oid from pg_database where datname = current_database())"
                 " and ((classid::bigint << 32) | objid::bigint) = " LOCK_KEY " and pid <> pg_backend_pid()",
                 &ended));
    if (ended)
        log_warn("relay displaced: it did not get on", LOG_STR("stream", relay->stream));
    return OK;
}

/* Only who could do better may look for fault. */
static struct status watch_holder(struct relay *relay)
{
    bool stuck;
    if (clock_mono_ms() < relay->look_at_ms || !bus_connected(relay->options.streams))
        return OK;
    relay->look_at_ms = clock_mono_ms() + 1000;
    TRY(holder_is_stuck(relay, &stuck));
    return stuck ? end_holder(relay) : OK;
}

/* What the session does otherwise than others, is said as it asks for the lock. A mark that a crash of PostgreSQL takes
 * back lets its event be sent again, so no mark waits for the disk. And the index of what waits keeps an entry of each
 * row that has waited, until it is vacuumed: a plain scan notes which of them are dead and passes them by from then on,
 * a bitmap scan looks all of their rows up, each time. */
#define TAKE_LOCK                                                                                                      \
    "select pg_try_advisory_lock(" LOCK_KEY "), set_config('synchronous_commit', 'off', false),"                       \
    " set_config('enable_bitmapscan', 'off', false)"

static struct status stand_by(struct relay *relay, bool *ret_now_active)
{
    if (clock_mono_ms() < relay->not_before_ms)
        return OK;
    TRY(ask_bool(relay, TAKE_LOCK, ret_now_active));
    if (!*ret_now_active)
        return watch_holder(relay);
    CRASH_POINT(relay, lock_taken);
    relay->held = db_session(relay->db);
    relay->check_at_ms = 0;
    atomic_store(&relay->active, true);
    log_info("relay active", LOG_STR("stream", relay->stream));
    return OK;
}

/* ---- holding ---- */

static bool lost_lock(struct relay *relay)
{
    if (db_session(relay->db) == relay->held)
        return false;
    relay->held = 0;
    relay->not_before_ms = clock_mono_ms() + RELAY_DISPLACED_MS;
    atomic_store(&relay->active, false);
    log_info("relay stands by", LOG_STR("stream", relay->stream));
    return true;
}

static uint64_t reconnects(struct relay *relay)
{
    natsStatistics *statistics = NULL;
    uint64_t count = 0;
    if (natsStatistics_Create(&statistics) == NATS_OK &&
        natsConnection_GetStats(bus_connection(relay->options.streams), statistics) == NATS_OK)
        natsStatistics_GetCounts(statistics, NULL, NULL, NULL, NULL, &count);
    natsStatistics_Destroy(statistics);
    return count;
}

static struct status check_when_due(struct relay *relay)
{
    uint64_t now_reconnects = reconnects(relay);
    if (clock_mono_ms() < relay->check_at_ms && now_reconnects == relay->reconnects)
        return OK;
    if (!relay->js)
        TRY(stream_context(relay->options.streams, &relay->js));
    TRY(relay_check(relay));
    relay->reconnects = now_reconnects;
    relay->check_at_ms = clock_mono_ms() + RELAY_CHECK_MS;
    return OK;
}

/* *ret_read rows were waiting; *ret_more: others are left that could go at once. */
static struct status relay_rows(struct relay *relay, int *ret_read, bool *ret_more)
{
    int left;
    TRY(check_when_due(relay));
    TRY(relay_publish(relay, ret_read, &left));
    *ret_more = *ret_read == RELAY_ROWS_MAX && left < *ret_read;
    return OK;
}

/* ---- the thread ---- */

/* `wakes`: no longer than until there is something to send. A standby has nothing to send: it need not be woken. */
static void pause_ms(struct relay *relay, int ms, bool wakes)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&relay->mutex);
    while (!relay->stopping && !(wakes && relay->woken && relay->held))
        if (pthread_cond_timedwait(&relay->cond, &relay->mutex, &until) == ETIMEDOUT)
            break;
    relay->woken = relay->woken && !wakes;
    pthread_mutex_unlock(&relay->mutex);
}

/* A batch costs much the same whether it is small or big, so where events come fast the next one grows for a moment. */
static int gather_ms(int rows)
{
    return rows / RELAY_GATHER_ROWS < RELAY_GATHER_MS ? rows / RELAY_GATHER_ROWS : RELAY_GATHER_MS;
}

static bool stopping(struct relay *relay)
{
    pthread_mutex_lock(&relay->mutex);
    bool stop = relay->stopping;
    pthread_mutex_unlock(&relay->mutex);
    return stop;
}

static void turn(struct relay *relay)
{
    bool again = false;
    int rows = 0;
    struct status status =
        relay->held && !lost_lock(relay) ? relay_rows(relay, &rows, &again) : stand_by(relay, &again);
    if (!ok(status))
        log_debug("relay", LOG_STR("reason", status.reason), LOG_STR("error", status.text));
    arena_reset(&relay->arena);
    if (again)
        return;
    if (gather_ms(rows) > 0)
        pause_ms(relay, gather_ms(rows), false);
    pause_ms(relay, RELAY_POLL_MS, true);
}

static void *run(void *data)
{
    struct relay *relay = data;
    while (!stopping(relay))
        turn(relay);
    return NULL;
}

static void init_waiting(struct relay *relay)
{
    pthread_condattr_t attributes;
    pthread_mutex_init(&relay->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&relay->cond, &attributes);
    pthread_condattr_destroy(&attributes);
}

static void relay_free(struct relay *relay)
{
    relay_publish_finish(relay);
    jsCtx_Destroy(relay->js);
    db_destroy(relay->db); /* and with it the lock */
    arena_finish(&relay->arena);
    pthread_cond_destroy(&relay->cond);
    pthread_mutex_destroy(&relay->mutex);
    free(relay);
}

struct status relay_start(const struct server_options *options, struct relay **ret_relay)
{
    struct relay *relay = calloc(1, sizeof *relay);
    if (!relay)
        abort();
    relay->options = *options;
    stream_name_of_service(options->name, relay->stream);
    snprintf(relay->source, sizeof relay->source, "/linli/%s", options->name);
    relay->db = db_create(&options->db);
    arena_init(&relay->arena, 4 * ARENA_BYTES_MAX);
    init_waiting(relay);
    if (pthread_create(&relay->thread, NULL, run, relay) != 0) {
        relay_free(relay);
        return fail(INTERNAL, "no thread for the relay");
    }
    *ret_relay = relay;
    return OK;
}

static void signal_relay(struct relay *relay, bool *what)
{
    pthread_mutex_lock(&relay->mutex);
    *what = true;
    pthread_cond_signal(&relay->cond);
    pthread_mutex_unlock(&relay->mutex);
}

void relay_wake(struct relay *relay)
{
    signal_relay(relay, &relay->woken);
}

void relay_stop(struct relay *relay)
{
    if (!relay)
        return;
    signal_relay(relay, &relay->stopping);
    pthread_join(relay->thread, NULL);
    relay_free(relay);
}
