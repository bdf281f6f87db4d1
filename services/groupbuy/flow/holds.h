/* What is held elsewhere for an order while it is placed: its coupon, its points. */
#ifndef GROUPBUY_FLOW_HOLDS_H
#define GROUPBUY_FLOW_HOLDS_H

#include "groupbuy/groupbuy.h"

/* Said first of all by an operation that is to place an order, with what it will lock ("", 0: nothing): when it is
 * refused they are let go of by jobs, also what an earlier try of it has locked. What failed in passing comes again,
 * under the same order, and keeps them. */
void holds_for_order(struct call *call, const char *coupon_id, int64_t points);

#endif
