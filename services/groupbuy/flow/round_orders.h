/* Orders in a leader's round: placed, counted once they are paid, counted out when they are off, shown.
 *
 * Locks: round → order → buyers → items → SKUs. A payment or a cancellation locks the order and never its round. */
#ifndef GROUPBUY_FLOW_ROUND_ORDERS_H
#define GROUPBUY_FLOW_ROUND_ORDERS_H

#include "groupbuy/flow/pricing.h"
#include "groupbuy/flow/rounds.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/entry_store.h"
#include "groupbuy/store/line_store.h"

/* An order of GROUP_BUY was paid, and counts; or is off, and does no more. In call->tx, the order is locked. */
struct status round_order_count_in(struct call *call, const struct order *order);
struct status round_order_count_out(struct call *call, const struct order *order);
/* Units on their way back to the items of rounds; the orders are locked. */
struct status round_units_give_back(struct call *call, const struct order *orders, size_t orders_count,
                                    const struct line_units *units, size_t count);
/* Its buyer takes a paid order back while the round is open. The order is not locked yet. ORDER_NOT_CANCELLABLE */
struct status round_order_leave(struct call *call, const char *order_id, struct order *ret_order);

/* NULL: it is fetched. */
Gb__DoorPlace *door_view(struct call *call, const struct entry *entry);
/* With the order itself; in call->tx. */
struct status round_orders_show(struct call *call, const struct entry *entries, size_t count,
                                Gb__RoundOrder *const *outs);
/* One alone: with the neighbour's phone, if it is of one, and the link by which somebody else pays. */
struct status round_order_show(struct call *call, const struct entry *entry, Gb__RoundOrder *out);

#endif
