/* An order's price, computed again from what was kept with it: inputs, and the rules of their versions. */
#ifndef GROUPBUY_FLOW_RECEIPTS_H
#define GROUPBUY_FLOW_RECEIPTS_H

#include "groupbuy/flow/pricing.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/delivery_store.h"

/* ret_pricing->lines are the order's, computed anew from *ret_price; INTERNAL when a figure differs from what was
 * charged. */
struct status price_recompute(struct call *call, const struct order *order, struct order_price *ret_price,
                              struct pricing *ret_pricing);

#endif
