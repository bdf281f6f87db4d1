/* From lines as they were asked for to priced ones: for quote and order alike. */
#ifndef GROUPBUY_FLOW_PRICING_H
#define GROUPBUY_FLOW_PRICING_H

#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"

/* An order on its way to its price. Of each line quantity, list_price, price, starter_discount and coupon_eligible are
 * given; the others are computed. */
struct pricing {
    struct order_line *lines;
    size_t lines_count;
    fen coupon_discount; /* given; cut to what the eligible lines cost */
    fen points_discount; /* given; cut to what the goods cost then */
    fen delivery;        /* given */
    fen goods;           /* before coupon and points: computed */
    fen amount;          /* computed */
};

/* AMOUNT_OVERFLOW. */
struct status pricing_compute(struct pricing *pricing);

/* One line of a campaign. */
struct basket {
    const struct campaign *campaign;
    int32_t quantity;
    bool starter;        /* starts a team */
    fen coupon_discount; /* 0: none */
};

struct status basket_price(const struct basket *basket, struct order_line *ret_line);

#endif
