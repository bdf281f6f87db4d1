/* Who was named at WeChat Pay as a receiver, and what merchants give back. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_RECEIVER_STORE_H
#define GROUPBUY_STORE_RECEIVER_STORE_H

#include "base/money.h"
#include "db/db.h"

#define RECEIVER_IDLE_DAYS_MAX 180 /* a person without a part for so long is taken off WeChat's list */

/* The numbers of linli.groupbuy.v1.ReceiverState. */
enum receiver_state {
    RECEIVER_NONE = 0,
    RECEIVER_WANTED = 1,
    RECEIVER_NAMED = 2,
    RECEIVER_REFUSED = 3,
    RECEIVER_UNWANTED = 4,
    RECEIVER_REMOVED = 5,
};

struct receiver {
    const char *id;
    const char *user_id;
    const char *paid_by; /* the merchant account whose payments he has parts of; "": the installation's */
    bool merchant;
    const char *account; /* a merchant's number, or an openid */
    const char *name;    /* a merchant's; "": a person */
    enum receiver_state state;
    const char *reason;
    int64_t used_us;
};

/* NOT_HERE. */
struct status receiver_get(struct tx *tx, const char *id, struct receiver *ret_receiver);
/* The merchant account that somebody earns by, of payments to the account `paid_by`; locked until the end of the
 * transaction. */
struct status receiver_merchant_of(struct tx *tx, const char *user_id, const char *paid_by,
                                   struct receiver *ret_receiver, bool *ret_found);
/* WANTED, whatever it was before; id and state are set. *ret_ours false: another user's, and nothing was changed. */
struct status receiver_want_merchant(struct tx *tx, struct receiver *receiver, bool *ret_ours);
/* A person is given a part: he is named with the split itself. */
struct status receiver_use_person(struct tx *tx, const char *user_id, const char *paid_by, const char *openid);
/* From one state to another; nothing when it is in a third by now. */
struct status receiver_move(struct tx *tx, const char *id, enum receiver_state from, enum receiver_state to,
                            const char *reason);
/* Newest first. */
struct status receiver_list(struct tx *tx, const char *after, int limit, struct receiver **ret_receivers,
                            size_t *ret_count);
/* People who had no part for long and have none under way: UNWANTED. */
struct status receivers_let_go(struct tx *tx, int limit);
/* A job for each that WeChat is to be told of; one that has a job keeps it. */
struct status receivers_add_jobs(struct tx *tx, const char *kind, int limit);

/* ---- what comes back ---- */

/* The numbers of linli.groupbuy.v1.ShareReturnState. */
enum share_return_state {
    SHARE_RETURN_NONE = 0,
    SHARE_RETURN_ASKED = 1,
    SHARE_RETURN_SENT = 2,
    SHARE_RETURN_DONE = 3,
    SHARE_RETURN_FAILED = 4,
};

struct share_return {
    const char *id; /* its number at WeChat */
    const char *payout_id;
    const char *refund_id; /* "": none waits for it */
    fen amount;
    enum share_return_state state;
    const char *wechat_number, *reason;
    int64_t asked_us;
    int64_t done_us; /* 0: under way */
    /* Of its payout: */
    const char *order_id, *earner_id, *split_number;
    const char *account; /* the merchant's who gives it back */
    const char *paid_by; /* the account that it goes back to; "": the installation's */
    fen partners, gross; /* of which `partners` came out of a partner's account */
};

/* The id is made here. */
struct status share_return_insert(struct tx *tx, struct share_return *back);
/* NOT_HERE. */
struct status share_return_get(struct tx *tx, const char *id, struct share_return *ret_back);
struct status share_return_lock(struct tx *tx, const char *id, struct share_return *ret_back);
/* State, WeChat's number, reason. */
struct status share_return_save(struct tx *tx, const struct share_return *back);
/* What was asked back of a part before, whatever became of it. */
struct status share_return_sum(struct tx *tx, const char *payout_id, fen *ret_fen);
/* Whether the refund has something to wait for. */
struct status share_return_under_way(struct tx *tx, const char *refund_id, bool *ret_under_way);
/* Newest first; state SHARE_RETURN_NONE: any. */
struct status share_return_list(struct tx *tx, enum share_return_state state, const char *after, int limit,
                                struct share_return **ret_backs, size_t *ret_count);
const char *share_return_state_name(enum share_return_state state);
struct status share_returns_add_jobs(struct tx *tx, const char *kind, int limit);

#endif
