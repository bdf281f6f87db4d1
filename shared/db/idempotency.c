#include "db/idempotency.h"

#include <string.h>

#include "base/crypto.h"
#include "base/id.h"

/* Who has it, and since when: in PostgreSQL's own time, also in a rehearsal, as sessions begin in that. */
#define BY_THIS_SESSION " worker = pg_backend_pid(), worker_at = pg_catalog.now()"

/* A session ends with its process at once, a lease long after: what it had is due then. A session that began later has
 * only its number; one whose beginning is hidden from us, or after now (the clock was set back), may be his. Whoever
 * regained it has changed worker_at. */
#define LET_GO_OF_ENDED(which)                                                                                         \
    "with ended as materialized (select operation_id, worker_at from idempotency"                                      \
    " where state = 'OPEN' and leased_until > clock_timestamp() and worker_until = leased_until"                       \
    "  and not exists (select from pg_stat_activity where pid = worker"                                                \
    "   and (backend_start between worker_at and pg_catalog.clock_timestamp()) is not true)"                           \
    "  and " which ")"                                                                                                 \
    " update idempotency i set leased_until = now() from ended e"                                                      \
    " where i.operation_id = e.operation_id and i.worker_at = e.worker_at"

static struct status handled_elsewhere(void)
{
    return fail(IN_PROGRESS, "the same key is being handled");
}

/* A rival's row that is not committed yet makes the insert wait; lock_timeout ends that. */
static struct status busy(struct status status)
{
    if (failed_with(status, CONFLICT))
        return handled_elsewhere();
    return status;
}

/* Within one transaction (without a lease) nobody can lose it, so no worker is noted. */
static struct status add(struct tx *tx, const struct idempotency_key *key, const struct db_param *request,
                         const struct db_param *caller, int64_t lease_ms, struct idempotency_claim *ret_claim,
                         bool *ret_added)
{
    struct rows *rows;
    struct id id = id_new();
    TRY(busy(db_query(
        tx, &rows,
        "insert into idempotency (caller_id, method, key, operation_id, request_sha256, request, caller, leased_until,"
        "  worker_until, worker, worker_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 ms', now() + $8 * interval '1 ms',"
        "  case when $8 is not null then pg_backend_pid() end, case when $8 is not null then pg_catalog.now() end)"
        " on conflict (caller_id, method, key) do nothing returning operation_id, worker_at",
        db_text(key->caller_id), db_text(key->method), db_text(key->key), db_text(id.text),
        db_bytes(key->request_sha256, SHA256_BYTES), *request, *caller, lease_ms ? db_int(lease_ms) : db_null())));
    *ret_added = rows_count(rows) == 1;
    if (*ret_added)
        *ret_claim = (struct idempotency_claim){
            .found = IDEMPOTENCY_NEW,
            .operation_id = rows_id(rows, 0, 0),
            .held_since_us = rows_time_us(rows, 0, 1),
        };
    return OK;
}

/* In a statement of its own: the one that ran into the conflict does not see the row. */
static struct status look_up(struct tx *tx, const struct idempotency_key *key, struct idempotency_claim *ret_claim)
{
    struct rows *rows;
    struct idempotency_claim claim = { 0 };

    TRY(db_query(tx, &rows,
                 "select operation_id, request_sha256 = $4, state = 'DONE', answer from idempotency"
                 " where caller_id = $1 and method = $2 and key = $3",
                 db_text(key->caller_id), db_text(key->method), db_text(key->key),
                 db_bytes(key->request_sha256, SHA256_BYTES)));
    if (rows_count(rows) == 0)
        return fail(IN_PROGRESS, "the same key was just given up");
    if (!rows_bool(rows, 0, 1))
        return fail(IDEMPOTENCY_KEY_REUSED, "the key came with another request before");
    claim.found = rows_bool(rows, 0, 2) ? IDEMPOTENCY_REPLAY : IDEMPOTENCY_OPEN;
    claim.operation_id = rows_id(rows, 0, 0);
    claim.answer = rows_bytes(rows, 0, 3, &claim.answer_bytes);
    *ret_claim = claim;
    return OK;
}

struct status idempotency_claim(struct tx *tx, const struct idempotency_key *key, struct idempotency_claim *ret_claim)
{
    struct db_param none = db_null();
    bool added;
    TRY(add(tx, key, &none, &none, 0, ret_claim, &added));
    return added ? OK : look_up(tx, key, ret_claim);
}

static struct status take_over(struct tx *tx, struct idempotency_claim *claim, int64_t lease_ms)
{
    struct rows *rows;

    TRY(db_ask(tx, NULL, LET_GO_OF_ENDED("operation_id = $1"), db_text(claim->operation_id)));
    TRY(busy(db_query(tx, &rows,
                      "update idempotency set leased_until = now() + $2 * interval '1 ms',"
                      "  worker_until = now() + $2 * interval '1 ms'," BY_THIS_SESSION
                      " where operation_id = $1 and state = 'OPEN' and leased_until <= clock_timestamp()"
                      " returning worker_at",
                      db_text(claim->operation_id), db_int(lease_ms))));
    if (rows_count(rows) == 0)
        return handled_elsewhere();
    claim->held_since_us = rows_time_us(rows, 0, 0);
    return OK;
}

struct status idempotency_open(struct tx *tx, const struct idempotency_key *key, const void *request,
                               size_t request_bytes, const void *caller, size_t caller_bytes, int64_t lease_ms,
                               struct idempotency_claim *ret_claim)
{
    struct db_param kept_request = db_bytes(request, request_bytes), kept_caller = db_bytes(caller, caller_bytes);
    struct idempotency_claim claim;
    bool added;

    TRY(add(tx, key, &kept_request, &kept_caller, lease_ms, &claim, &added));
    if (!added) {
        TRY(look_up(tx, key, &claim));
        if (claim.found == IDEMPOTENCY_OPEN)
            TRY(take_over(tx, &claim, lease_ms));
    }
    *ret_claim = claim;
    return OK;
}

struct status idempotency_take_lapsed(struct tx *tx, int64_t lease_ms, struct idempotency_lapsed *ret_lapsed,
                                      bool *ret_found)
{
    struct rows *rows;
    size_t sum_bytes;

    TRY(db_ask(tx, NULL, LET_GO_OF_ENDED("attempts < $1 and request is not null order by leased_until limit 1"),
               db_int(IDEMPOTENCY_HASTE_MAX)));
    TRY(db_query(tx, &rows,
                 "with lapsed as materialized (select operation_id,"
                 "  now() + least($1 * power(2, least(attempts, 20)), $2) * interval '1 ms' as ends_at from idempotency"
                 "  where state = 'OPEN' and leased_until <= clock_timestamp() and request is not null"
                 "  order by leased_until limit 1 for update skip locked)"
                 " update idempotency i set attempts = attempts + 1, leased_until = ends_at,"
                 "  worker_until = ends_at," BY_THIS_SESSION " from lapsed l where i.operation_id = l.operation_id"
                 " returning i.operation_id, caller_id, method, key, request_sha256, request, caller, worker_at",
                 db_int(lease_ms), db_int(IDEMPOTENCY_LEASE_MS_MAX)));
    *ret_found = rows_count(rows) == 1;
    if (!*ret_found)
        return OK;
    *ret_lapsed = (struct idempotency_lapsed){
        .operation_id = rows_id(rows, 0, 0),
        .key = { rows_text(rows, 0, 1), rows_text(rows, 0, 2), rows_text(rows, 0, 3),
                 rows_bytes(rows, 0, 4, &sum_bytes) },
    };
    ret_lapsed->request = rows_bytes(rows, 0, 5, &ret_lapsed->request_bytes);
    ret_lapsed->caller = rows_bytes(rows, 0, 6, &ret_lapsed->caller_bytes);
    ret_lapsed->held_since_us = rows_time_us(rows, 0, 7);
    return OK;
}

/* Committed at once: it stays his when the transaction that comes after it is undone. What was let go and taken by
 * nobody yet has its lease again. */
struct status idempotency_regain(struct db *db, struct arena *arena, const char *operation_id, int64_t *held_since_us)
{
    struct rows *rows;

    TRY(busy(db_run(db, arena, &rows,
                    "update idempotency set leased_until = greatest(leased_until, worker_until)," BY_THIS_SESSION
                    " where operation_id = $1 and state = 'OPEN' and worker_at = $2 returning worker_at",
                    db_text(operation_id), db_time(*held_since_us))));
    if (rows_count(rows) == 0)
        return handled_elsewhere();
    *held_since_us = rows_time_us(rows, 0, 0);
    return OK;
}

/* ---- by the session that has it ---- */

#define OURS " operation_id = $1 and state = 'OPEN' and (worker is null or worker = pg_backend_pid())"

struct status idempotency_finish(struct tx *tx, const char *operation_id, const void *answer, size_t answer_bytes)
{
    int64_t finished;
    TRY(db_exec_count(tx, &finished,
                      "update idempotency set state = 'DONE', answer = $2, request = null, caller = null,"
                      "  leased_until = null, worker = null, worker_at = null, worker_until = null where" OURS,
                      db_text(operation_id), db_bytes(answer, answer_bytes)));
    return finished ? OK : handled_elsewhere();
}

/* Its worker lives to tell, so it is none that kills those who take it up. */
struct status idempotency_release(struct tx *tx, const char *operation_id)
{
    return db_exec(tx, "update idempotency set leased_until = clock_timestamp(), attempts = 0 where" OURS,
                   db_text(operation_id));
}

struct status idempotency_forget(struct tx *tx, const char *operation_id)
{
    struct rows *rows;
    int64_t forgotten;

    TRY(db_exec_count(tx, &forgotten, "delete from idempotency where" OURS, db_text(operation_id)));
    if (forgotten)
        return OK;
    TRY(db_query(tx, &rows, "select 1 from idempotency where operation_id = $1", db_text(operation_id)));
    return rows_count(rows) ? handled_elsewhere() : OK;
}
