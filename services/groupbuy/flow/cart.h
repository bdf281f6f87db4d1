/* The cart as its owner sees it: held against what can be bought now. */
#ifndef GROUPBUY_FLOW_CART_H
#define GROUPBUY_FLOW_CART_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/shop.h"

/* The caller's, in call->tx. */
struct status cart_show(struct call *call, Gb__Cart *out);

#endif
