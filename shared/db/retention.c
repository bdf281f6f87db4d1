#include "db/retention.h"

/* The smallest UUIDv7 of a moment: ids made earlier are less. */
#define ID_BEFORE(interval)                                                                                            \
    "lpad(to_hex((extract(epoch from now() - interval '1 h' * " interval                                               \
    ") * 1000)::bigint), 12, '0') || repeat('0', 20)"

static const char *const outbox =
    "delete from outbox where id in (select id from outbox"
    " where published_at < now() - interval '1 h' * $1 order by published_at limit $2 for update skip locked)";
static const char *const inbox =
    "delete from inbox where ctid in (select ctid from inbox"
    " where event_id < " ID_BEFORE("$1::bigint") " and handled_at < now() - interval '1 h' * $1"
                                                 " order by event_id limit $2 for update skip locked)";
static const char *const idempotency =
    "delete from idempotency where operation_id in (select operation_id from idempotency"
    " where operation_id < (" ID_BEFORE("$1::bigint") ")::uuid and state = 'DONE' order by operation_id limit $2"
                                                      " for update skip locked)";

static struct status sweep(struct db *db, struct arena *arena, const char *sql, int64_t hours, int batches_max,
                           int64_t *removed)
{
    for (int i = 0; i < batches_max; i++) {
        struct rows *rows;
        TRY(db_run(db, arena, &rows, sql, db_int(hours), db_int(RETENTION_BATCH_ROWS)));
        *removed += rows_affected(rows);
        if (rows_affected(rows) < RETENTION_BATCH_ROWS)
            break;
    }
    return OK;
}

struct status retention_run(struct db *db, int batches_max, int64_t *ret_removed)
{
    struct arena arena;
    int64_t removed = 0;

    arena_init(&arena, ARENA_BYTES_MAX);
    struct status status = sweep(db, &arena, outbox, 24 * OUTBOX_KEEP_DAYS, batches_max, &removed);
    if (ok(status))
        status = sweep(db, &arena, inbox, 24 * INBOX_KEEP_DAYS, batches_max, &removed);
    if (ok(status))
        status = sweep(db, &arena, idempotency, IDEMPOTENCY_KEEP_HOURS, batches_max, &removed);
    arena_finish(&arena);
    if (ok(status) && ret_removed)
        *ret_removed = removed;
    return status;
}
