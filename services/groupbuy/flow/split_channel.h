/* Profit sharing (分账) as groupbuy uses it: a frozen payment is split once, under one number, among people; what is
 * left is unfrozen under a number of its own.
 *
 * Never inside a transaction. Texts live in the call's arena. Failures are PAYMENT_UNAVAILABLE when it is worth another
 * try, under the same number. What WeChat says no to, and has not begun, is an answer: SPLIT_REFUSED. */
#ifndef GROUPBUY_FLOW_SPLIT_CHANNEL_H
#define GROUPBUY_FLOW_SPLIT_CHANNEL_H

#include "groupbuy/flow/transfers.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/sharing_store.h"

enum split_state {
    SPLIT_UNDER_WAY,
    SPLIT_FINISHED, /* look at each part */
    SPLIT_REFUSED,  /* for good */
    SPLIT_TOO_SOON, /* or for good: WeChat has one word for both. Later again. */
};

struct split_fact {
    enum split_state state;
    const char *reason;        /* of a refusal */
    struct payout_fact *parts; /* one for each payout that was asked for, in that order */
};

/* Names who receives, and asks for the split, as often as need be. 1 to 50 payouts. */
struct status channel_split(struct call *call, const struct sharing *sharing, const struct payout *payouts,
                            size_t count, struct split_fact *ret_fact);
/* NOT_HERE when WeChat has never heard of it. */
struct status channel_split_query(struct call *call, const struct sharing *sharing, const struct payout *payouts,
                                  size_t count, struct split_fact *ret_fact);
/* Frees what is left, as often as need be; *ret_done: nothing is frozen any more. */
struct status channel_unfreeze(struct call *call, const struct sharing *sharing, bool *ret_done,
                               const char **ret_reason);

#endif
