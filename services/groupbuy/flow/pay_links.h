/* Somebody else pays (亲情代付): what his link shows to whoever has it. */
#ifndef GROUPBUY_FLOW_PAY_LINKS_H
#define GROUPBUY_FLOW_PAY_LINKS_H

#include "groupbuy/rounds.h"
#include "groupbuy/store/order_store.h"

/* Goods, amount, and who ordered, masked: a neighbour whom a leader ordered for, or else the buyer. In call->tx. */
struct status pay_link_show(struct call *call, const char *key, const struct order *order, Gb__PayLink *out);

#endif
