/* `Idempotency-Key`: the row that makes a repeat give the same answer, kept in the transaction of the effect.
 *
 * Scope is caller + method + key. Only answers with an effect are kept, at least 24 h. A rival with the same key waits
 * on the row (lock_timeout ⇒ IN_PROGRESS), then replays in a second statement. */
#ifndef LINLI_DB_IDEMPOTENCY_H
#define LINLI_DB_IDEMPOTENCY_H

#include "db/db.h"

#define IDEMPOTENCY_LEASE_MS_MAX 300000

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
};

/* READ_WRITE: IDEMPOTENCY_KEY_REUSED for another body, IN_PROGRESS while a rival holds the row. After IDEMPOTENCY_NEW
 * the transaction commits only together with idempotency_finish. */
struct status idempotency_claim(struct tx *tx, const struct idempotency_key *key, struct idempotency_claim *ret_claim);

/* STEPS: the row is committed OPEN, with the request and the caller, so that whoever comes later can finish what was
 * begun. It is leased to this worker for `lease_ms`: a rival gets IN_PROGRESS until then, and IDEMPOTENCY_OPEN after
 * it, with the lease taken over. */
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
};

/* STEPS: takes over one operation whose lease has lapsed (its worker died), for `lease_ms`, longer each time up to
 * IDEMPOTENCY_LEASE_MS_MAX. *ret_found says whether there was one. */
struct status idempotency_take_lapsed(struct tx *tx, int64_t lease_ms, struct idempotency_lapsed *ret_lapsed,
                                      bool *ret_found);

/* Keeps the answer. CONFLICT when somebody else has finished or forgotten the operation meanwhile. */
struct status idempotency_finish(struct tx *tx, const char *operation_id, const void *answer, size_t answer_bytes);
/* Ends the lease of an operation that failed in passing, so that the next repeat may take it up at once. */
struct status idempotency_release(struct tx *tx, const char *operation_id);
/* Forgets a begun operation that had no effect (a refusal). */
struct status idempotency_forget(struct tx *tx, const char *operation_id);

#endif
