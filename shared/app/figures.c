#include "app/figures.h"

#include "base/log.h"
#include "base/metric.h"

struct waiting {
    struct rows *outbox, *dead_letters, *jobs, *operations, *postgres;
};

/* Asked together; ordered by what has an index, so that a long queue costs no more than FIGURES_ROWS_MAX rows. */
static struct status ask(struct tx *tx, struct waiting *ret)
{
    TRY(db_ask(tx, &ret->outbox,
               "select count(*), coalesce(extract(epoch from now() - min(created_at)), 0)::bigint"
               " from (select created_at from outbox where published_at is null order by id limit $1) w",
               db_int(FIGURES_ROWS_MAX)));
    TRY(db_ask(tx, &ret->dead_letters, "select count(*) from (select from dead_letters limit $1) d",
               db_int(FIGURES_ROWS_MAX)));
    TRY(db_ask(tx, &ret->jobs,
               "select count(*), coalesce(extract(epoch from now() - min(run_at)), 0)::bigint from (select run_at from"
               " jobs where not dead and run_at <= now() and (leased_until is null or leased_until < now())"
               " order by run_at limit $1) j",
               db_int(FIGURES_ROWS_MAX)));
    TRY(db_ask(tx, &ret->operations,
               "select count(*) from (select from idempotency where state = 'OPEN' and leased_until < now()"
               " limit $1) i",
               db_int(FIGURES_ROWS_MAX)));
    return db_query(
        tx, &ret->postgres,
        "select sum(numbackends)::bigint, current_setting('max_connections')::bigint from pg_stat_database");
}

static struct status write_platform(struct tx *tx, struct buf *out)
{
    struct waiting waiting;

    TRY(ask(tx, &waiting));
    metric_one(out, "linli_outbox_events", "gauge", "Events in the outbox that no stream has yet.",
               rows_int(waiting.outbox, 0, 0));
    metric_one(out, "linli_outbox_age_seconds", "gauge", "How long the oldest of them has waited.",
               rows_int(waiting.outbox, 0, 1));
    metric_one(out, "linli_dead_letters", "gauge", "Events that were given up and wait for somebody.",
               rows_int(waiting.dead_letters, 0, 0));
    metric_one(out, "linli_jobs_due", "gauge", "Jobs whose time has come and that nobody has taken.",
               rows_int(waiting.jobs, 0, 0));
    metric_one(out, "linli_jobs_due_age_seconds", "gauge", "How long ago the time of the oldest came.",
               rows_int(waiting.jobs, 0, 1));
    metric_one(out, "linli_operations_unfinished", "gauge", "Operations in steps whose worker is gone.",
               rows_int(waiting.operations, 0, 0));
    metric_one(out, "linli_postgres_connections", "gauge", "Connections that the PostgreSQL server has, of everybody.",
               rows_int(waiting.postgres, 0, 0));
    metric_one(out, "linli_postgres_connections_max", "gauge", "How many it takes.", rows_int(waiting.postgres, 0, 1));
    return OK;
}

static struct status measure(struct db *db, const struct service *service, struct arena *arena, struct buf *out)
{
    struct status status;
    struct tx *tx;
    int64_t now_us;

    TRY(tx_begin(db, TX_READ_ONLY, arena, &tx, &now_us));
    status = write_platform(tx, out);
    if (ok(status) && service->measure)
        status = service->measure(tx, out);
    tx_rollback(tx);
    return status;
}

void figures_write(struct db *db, const struct service *service, struct buf *out)
{
    struct arena arena;
    struct status measured;

    arena_init(&arena, ARENA_BYTES_MAX);
    measured = measure(db, service, &arena, out);
    if (!ok(measured))
        log_debug("not measured", LOG_STR("error", measured.text));
    metric_one(out, "linli_measured", "gauge", "1 when the figures that the database knows are there.", ok(measured));
    arena_finish(&arena);
}
