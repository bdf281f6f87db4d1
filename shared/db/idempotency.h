/* `Idempotency-Key`: the row that makes a repeat give the same answer, kept in the transaction of the effect.
 *
 * Scope is caller + method + key. Only answers with an effect are kept, at least 24 h. A rival with the same key waits
 * on the row (lock_timeout ⇒ IN_PROGRESS), then replays in a second statement. */
#ifndef LINLI_DB_IDEMPOTENCY_H
#define LINLI_DB_IDEMPOTENCY_H

#include "db/db.h"

#define IDEMPOTENCY_LEASE_MS_MAX 300000
#define IDEMPOTENCY_HASTE_MAX    3 /* workers that may die of an operation before its leases are waited for */

struct idempotency_key {
    const char *caller_id; /* user id; a client-chosen random for guests is refused by the contract */
    const char *method;
    const char *key;               /* 1..128 visible ASCII characters */
    const uint8_t *request_sha256; /* 32 bytes */
};

enum idempotency_found {
    IDEMPOTENCY_NEW,    /* the row is ours now: go on */
    IDEMPOTENCY_REPLAY, /* the kept answer is in *ret_answer */
    IDEMPOTENCY_OPEN,   /* STEPS: begun and not finished; *ret_operation_id is its id */
};

struct idempotency_claim {
    enum idempotency_found found;
    const char *operation_id; /* id of the row: key of all outside calls of this operation */
    const uint8_t *answer;
    size_t answer_bytes;
    int64_t held_since_us; /* STEPS: names our hold, for idempotency_regain; 0 for a replay */
};

/* READ_WRITE: IDEMPOTENCY_KEY_REUSED for another body, IN_PROGRESS while a rival holds the row. After IDEMPOTENCY_NEW
 * the transaction commits only together with idempotency_finish. */
struct status idempotency_claim(struct tx *tx, const struct idempotency_key *key, struct idempotency_claim *ret_claim);

/* STEPS: the row is committed OPEN, with the request and the caller, so that whoever comes later can finish what was
 * begun. It is leased to this worker for `lease_ms`, as long as his session lives: a rival gets IN_PROGRESS until then,
 * and IDEMPOTENCY_OPEN after it, with the lease taken over. */
struct status idempotency_open(struct tx *tx, const struct idempotency_key *key, const void *request,
                               size_t request_bytes, const void *caller, size_t caller_bytes, int64_t lease_ms,
                               struct idempotency_claim *ret_claim);

struct idempotency_lapsed {
    struct idempotency_key key;
    const char *operation_id;
    const uint8_t *request;
    size_t request_bytes;
    const uint8_t *caller;
    size_t caller_bytes;
    int64_t held_since_us;
};

/* STEPS: takes over one operation whose lease has lapsed or whose worker's session has ended, for `lease_ms`, longer
 * each time that nobody let go of it, up to IDEMPOTENCY_LEASE_MS_MAX. *ret_found says whether there was one. */
struct status idempotency_take_lapsed(struct tx *tx, int64_t lease_ms, struct idempotency_lapsed *ret_lapsed,
                                      bool *ret_found);

/* Whoever lost his session goes on in this one, if nobody took the operation over meanwhile: else IN_PROGRESS. Before
 * that nothing of it may take effect. *held_since_us is his hold, and the new one after it. */
struct status idempotency_regain(struct db *db, struct arena *arena, const char *operation_id, int64_t *held_since_us);

/* Below only the session that has the operation is obeyed. */

/* Keeps the answer. IN_PROGRESS when somebody else has taken over, finished or forgotten the operation meanwhile. */
struct status idempotency_finish(struct tx *tx, const char *operation_id, const void *answer, size_t answer_bytes);
/* Ends the lease of an operation that failed in passing, so that the next repeat may take it up at once. Changes
 * nothing when somebody else has it. */
struct status idempotency_release(struct tx *tx, const char *operation_id);
/* Forgets a begun operation that had no effect (a refusal), if it is not forgotten yet. IN_PROGRESS when somebody else
 * has it, or has finished it. */
struct status idempotency_forget(struct tx *tx, const char *operation_id);

#endif
