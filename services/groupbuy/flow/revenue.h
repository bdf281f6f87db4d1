/* When deposits become income: at the end of the after-sale window, by seller. */
#ifndef GROUPBUY_FLOW_REVENUE_H
#define GROUPBUY_FLOW_REVENUE_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/refund_store.h"

/* The order is being completed: what was not promised back is income. In the transaction that completes it. What was
 * paid in cash is the leader's to account for, and no income of ours. */
struct status revenue_book(struct call *call, const struct order *order);
/* A part of it is to go back: of a completed order, out of the income. Nothing for others. */
struct status revenue_undo(struct call *call, const struct order *order, const struct refund *refund,
                           const struct refund_part *parts, size_t count);

#endif
