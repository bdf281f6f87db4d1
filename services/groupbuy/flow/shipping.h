/* 发货信息: what WeChat is told of an order's way to its buyer, so that it lets the money go. A row with the fact
 * (shipping_infos), a job that tells it; what WeChat says back comes with its push. */
#ifndef GROUPBUY_FLOW_SHIPPING_H
#define GROUPBUY_FLOW_SHIPPING_H

#include "groupbuy/delivery.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/presale_store.h"
#include "groupbuy/store/shipping_store.h"

/* All in the transaction that moves the order, with it locked. Nothing of it happens for an order of which WeChat has
 * no money. */

/* It was handed to a carrier: it stands with its delivery. */
struct status shipping_went_out(struct call *call, const struct order *order);
/* It is READY: what is collected, brought by a leader or read, and a card, is told now; what goes by a carrier is told
 * when it goes. */
struct status shipping_is_ready(struct call *call, const struct order *order);
/* It is FULFILLED: a booking is told when it was served, or called off for a fee. All else was told before. */
struct status shipping_was_served(struct call *call, const struct order *order);

/* It is paid and waits for the cut-off of its round: goods that come late are declared (预售报备). */
struct status shipping_comes_late(struct call *call, const struct order *order);
/* The same, up to `limit` at once, of what was paid before the round was extended. */
struct status shipping_round_comes_later(struct call *call, const char *round_id, int limit, size_t *ret_found);

void shipping_view(struct call *call, const struct shipping_info *info, Gb__ShippingInfo *out);

#endif
