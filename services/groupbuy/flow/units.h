/* Units on their way back: every line to the pool it came from, once. */
#ifndef GROUPBUY_FLOW_UNITS_H
#define GROUPBUY_FLOW_UNITS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

/* The orders are locked and no longer live; those of a campaign are all of one, their users all different. What has
 * gone back before stays as it is. */
struct status units_give_back(struct call *call, const struct order *orders, size_t count);

#endif
