/* `Idempotency-Key`: the row that makes a repeat give the same answer, kept in the transaction of the effect.
 *
 * Scope is caller + method + key. Only answers with an effect are kept, at least 24 h. A rival with the same key waits on
 * the row (lock_timeout ⇒ IN_PROGRESS), then replays in a second statement. */
#ifndef LINLI_DB_IDEMPOTENCY_H
#define LINLI_DB_IDEMPOTENCY_H

#include "db/db.h"

struct idempotency_key {
    const char *caller_id; /* user id; a client-chosen random for guests is refused by the contract */
    const char *method;
    const char *key;           /* 1..128 visible ASCII characters */
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
};

/* IDEMPOTENCY_KEY_REUSED for another body, IN_PROGRESS while a rival holds the row. */
struct status idempotency_claim(struct tx *tx, const struct idempotency_key *key, struct idempotency_claim *ret_claim);
/* STEPS: keeps the request too, so that a job can finish what was begun; leased to this worker for `lease_ms`. */
struct status idempotency_open(struct tx *tx, const struct idempotency_key *key, const void *request, size_t request_bytes,
                               const void *caller, size_t caller_bytes, int64_t lease_ms, struct idempotency_claim *ret_claim);
/* Keeps the answer. */
struct status idempotency_finish(struct tx *tx, const char *operation_id, const void *answer, size_t answer_bytes);
/* Forgets a begun operation that had no effect (a refusal). */
struct status idempotency_forget(struct tx *tx, const char *operation_id);

#endif
