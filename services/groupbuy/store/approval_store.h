/* Questions to a second pair of eyes. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_APPROVAL_STORE_H
#define GROUPBUY_STORE_APPROVAL_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/approval.h"

struct approval {
    const char *id;
    enum approval_kind kind;
    const char *subject;
    int64_t subject_version;
    fen amount; /* at most so much; 0: no money is in it */
    const char *asked_by;
    const char *why;
    int64_t asked_us;
    int64_t expires_us; /* a question, or a yes that nobody used, ends then */
    enum approval_state state;
    const char *decided_by; /* "": nobody yet; never asked_by */
    int64_t decided_us;
    const char *note; /* of who decided */
    const char *used_by;
    int64_t used_us;
};

/* UNIQUE_VIOLATION: one is waiting for the same. */
struct status approval_insert(struct tx *tx, const struct approval *approval);
/* What waits for the same and whose time is over ends here. */
struct status approval_expire(struct tx *tx, enum approval_kind kind, const char *subject);
/* Locked. NOT_HERE */
struct status approval_lock(struct tx *tx, const char *id, struct approval *ret_approval);
/* The question or the yes that waits for this kind and subject, locked; *ret_found false: none. */
struct status approval_lock_waiting(struct tx *tx, enum approval_kind kind, const char *subject,
                                    struct approval *ret_approval, bool *ret_found);
struct status approval_decide(struct tx *tx, const char *id, bool approve, const char *by, const char *note);
struct status approval_use(struct tx *tx, const char *id, const char *by);

/* Newest first, after the one with id `after` ("": from the start). APPROVAL_STATE_NONE, subject "": all. */
struct status approval_list(struct tx *tx, enum approval_state state, const char *subject, const char *after, int limit,
                            struct approval **ret_approvals, size_t *ret_count);

#endif
