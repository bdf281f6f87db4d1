/* An order is off: what it held goes back, in one transaction. */
#ifndef GROUPBUY_FLOW_CANCELLING_H
#define GROUPBUY_FLOW_CANCELLING_H

#include "groupbuy/flow/refunding.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/team_store.h"

#define JOB_CLOSE_UNPAID "close_unpaid"

/* Cancels one order that is locked with its team: seat, stock, coupon and money go back. `team` is NULL for an
 * order without one. A paid one is refunded, all that is left of it. */
struct status order_cancel(struct call *call, struct order *order, struct team *team, enum cancel_reason reason,
                           const char *actor);

/* Cancels a paid order of no open team, and gives back what `ask` says, all that is left of it: units and money. *order
 * is as it is then. */
struct status order_call_off(struct call *call, struct order *order, enum cancel_reason reason,
                             const struct refund_ask *ask, struct refund *ret_refund);

/* Gives back what `ask` says of a paid order. All that is left of a plain one that has not left the house calls it off:
 * its goods can be sold again, and nobody fetches them meanwhile. */
struct status order_give_back(struct call *call, struct order *order, enum cancel_reason reason,
                              const struct refund_ask *ask, struct refund *ret_refund);

/* Cancels paid orders of a team that has failed; all locked, all of one campaign. */
struct status orders_cancel_paid(struct call *call, struct order *orders, size_t count, enum cancel_reason reason);

enum close_outcome {
    CLOSE_CANCELLED,
    CLOSE_PAID,        /* the payment won the race and is honoured */
    CLOSE_NOT_PENDING, /* it was not waiting for payment */
};

/* Cancels an order that waits for payment, at WeChat first. No transaction may be open; leaves none open but after
 * CLOSE_CANCELLED, so that the caller's answer goes with it. May be repeated at any point. */
struct status order_close(struct call *call, const char *order_id, enum cancel_reason reason, const char *actor,
                          enum close_outcome *ret_outcome);

#endif
