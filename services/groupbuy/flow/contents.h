/* Paid articles and columns: where they are sold, and the right to read that a payment gives and a refund takes. */
#ifndef GROUPBUY_FLOW_CONTENTS_H
#define GROUPBUY_FLOW_CONTENTS_H

#include "groupbuy/contents.h"
#include "groupbuy/flow/checkout.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

/* The channel VIRTUAL_PAY is there on that platform, as the house is set up. */
bool content_is_sold_on(const struct call *call, Gb__ClientPlatform platform);

/* In the payment's transaction, the order READY: nothing is delivered, it is read. FULFILLED, and the world is told who
 * may read what. */
struct status content_deliver(struct call *call, struct order *order);
/* All of it goes back: the right to read goes at once. */
struct status content_take_back(struct call *call, const struct order *order);

#endif
