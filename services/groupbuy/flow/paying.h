/* A payment becomes true: by notice, by query, or at once for an order of 0 fen. */
#ifndef GROUPBUY_FLOW_PAYING_H
#define GROUPBUY_FLOW_PAYING_H

#include "groupbuy/flow/channel.h"
#include "groupbuy/store/order_store.h"

#define JOB_LOOK_AT_PAYMENT "look_at_payment"

enum payment_outcome {
    PAYMENT_OUTCOME_APPLIED,
    PAYMENT_OUTCOME_KNOWN,    /* it was known: nothing changed */
    PAYMENT_OUTCOME_UNKNOWN,  /* there is no such payment of ours: a case for somebody */
    PAYMENT_OUTCOME_MISMATCH, /* app, merchant, amount or number are not those we asked for: a case, nothing else
                                 changed */
};

/* Once for each payment, in any order of arrival. In a transaction. An order that waits is honoured; for one that is
 * cancelled the money goes back, for one whose team is over what its buyer chose is done (flow/late.h). */
struct status payment_apply(struct call *call, const struct payment_fact *fact, enum payment_outcome *ret_outcome);

/* The leader has the money of an order in his round: it counts from now on, outside of WeChat, the ledger and shares.
 * In the transaction that placed it. */
struct status payment_in_cash(struct call *call, struct order *order);

/* Adds the n-th look at WeChat should no notice come, while there is time. */
struct status payment_look_later(struct call *call, const char *order_id, int64_t began_us, int look,
                                 int64_t pay_by_us);

#endif
