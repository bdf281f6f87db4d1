/* From a campaign and a quantity to a priced line: for quote and order alike. */
#ifndef GROUPBUY_FLOW_PRICING_H
#define GROUPBUY_FLOW_PRICING_H

#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"

struct basket {
    const struct campaign *campaign;
    int32_t quantity;
    bool starter;        /* starts a team */
    fen coupon_discount; /* 0: none */
};

struct status basket_price(const struct basket *basket, struct order_line *ret_line);

#endif
