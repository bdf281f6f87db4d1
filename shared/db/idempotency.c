#include "db/idempotency.h"

#include <string.h>

#include "base/crypto.h"
#include "base/id.h"

/* A rival's row that is not committed yet makes the insert wait; lock_timeout ends that. */
static struct status busy(struct status status)
{
    if (failed_with(status, CONFLICT))
        return fail(IN_PROGRESS, "the same key is being handled");
    return status;
}

static struct status add(struct tx *tx, const struct idempotency_key *key, const struct db_param *request,
                         const struct db_param *caller, int64_t lease_ms, struct idempotency_claim *ret_claim,
                         bool *ret_added)
{
    struct rows *rows;
    struct id id = id_new();
    TRY(busy(db_query(
        tx, &rows,
        "insert into idempotency (caller_id, method, key, operation_id, request_sha256, request, caller, leased_until)"
        " values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8 * interval '1 ms')"
        " on conflict (caller_id, method, key) do nothing returning operation_id",
        db_text(key->caller_id), db_text(key->method), db_text(key->key), db_text(id.text),
        db_bytes(key->request_sha256, SHA256_BYTES), *request, *caller, lease_ms ? db_int(lease_ms) : db_null())));
    *ret_added = rows_count(rows) == 1;
    if (*ret_added)
        *ret_claim = (struct idempotency_claim){ .found = IDEMPOTENCY_NEW, .operation_id = rows_id(rows, 0, 0) };
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

static struct status take_over(struct tx *tx, const char *operation_id, int64_t lease_ms)
{
    int64_t taken;
    TRY(busy(db_exec_count(tx, &taken,
                           "update idempotency set leased_until = clock_timestamp() + $2 * interval '1 ms'"
                           " where operation_id = $1 and state = 'OPEN' and leased_until <= clock_timestamp()",
                           db_text(operation_id), db_int(lease_ms))));
    return taken ? OK : fail(IN_PROGRESS, "the same key is being handled");
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
            TRY(take_over(tx, claim.operation_id, lease_ms));
    }
    *ret_claim = claim;
    return OK;
}

struct status idempotency_take_lapsed(struct tx *tx, int64_t lease_ms, struct idempotency_lapsed *ret_lapsed,
                                      bool *ret_found)
{
    struct rows *rows;
    size_t sum_bytes;

    TRY(db_query(tx, &rows,
                 "update idempotency set attempts = attempts + 1, leased_until = clock_timestamp()"
                 "  + least($1 * power(2, least(attempts, 20)), $2) * interval '1 ms'"
                 " where operation_id = (select operation_id from idempotency"
                 "  where state = 'OPEN' and leased_until <= clock_timestamp() and request is not null"
                 "  order by leased_until limit 1 for update skip locked)"
                 " returning operation_id, caller_id, method, key, request_sha256, request, caller",
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
    return OK;
}

struct status idempotency_finish(struct tx *tx, const char *operation_id, const void *answer, size_t answer_bytes)
{
    int64_t finished;
    TRY(db_exec_count(
        tx, &finished,
        "update idempotency set state = 'DONE', answer = $2, request = null, caller = null, leased_until = null"
        " where operation_id = $1 and state = 'OPEN'",
        db_text(operation_id), db_bytes(answer, answer_bytes)));
    return finished ? OK : fail(CONFLICT, "operation %s was finished by somebody else", operation_id);
}

struct status idempotency_release(struct tx *tx, const char *operation_id)
{
    return db_exec(tx, "update idempotency set leased_until = clock_timestamp() where operation_id = $1 and state = 'OPEN'",
                   db_text(operation_id));
}

struct status idempotency_forget(struct tx *tx, const char *operation_id)
{
    return db_exec(tx, "delete from idempotency where operation_id = $1 and state = 'OPEN'", db_text(operation_id));
}
