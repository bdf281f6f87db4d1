/* Shares of leaders and partners as an order goes its way. Each in the transaction of what happens to the order, which
 * is locked. Without a rule only goods of the selection hall earn, by its commission. */
#ifndef GROUPBUY_FLOW_SHARING_H
#define GROUPBUY_FLOW_SHARING_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/refund_store.h"

/* It was paid. */
struct status shares_accrue(struct call *call, const struct order *order);
/* A part of it is promised back: the refund and its lines are rows. What was vested may go below 0, and is netted. */
struct status shares_reverse(struct call *call, const struct order *order, const struct refund *refund);
/* It is completed: received, the time for after-sales over, none open. */
struct status shares_vest(struct call *call, const struct order *order);

#endif
