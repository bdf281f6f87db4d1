/* A buyer takes fewer of what he has paid for in a round, before the cut-off. */
#ifndef GROUPBUY_FLOW_REDUCING_H
#define GROUPBUY_FLOW_REDUCING_H

#include "groupbuy/flow/round_orders.h"

/* What shall be left of a line. */
struct line_left {
    int position;
    int32_t quantity;
};

/* The order is locked and waits for the cut-off. What was paid for the rest goes back, the units to their items, the
 * totals follow; nothing left of any line cancels it. FIELDS_INVALID for a line that is not there, or more than it has.
 */
struct status round_order_reduce(struct call *call, struct order *order, const struct entry *entry,
                                 const struct line_left *wanted, size_t count);

#endif
