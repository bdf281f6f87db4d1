/* The price, computed in one place for quote and order:
 *
 *     list → campaign (with its price step) → starter → coupon → points → delivery
 *
 * Every line gets its share of what is taken off or added for the whole order, by largest remainder, so that the shares
 * of the lines add up to the order's figures and every later refund is exact to the fen. Nothing here keeps anything;
 * what can fail: AMOUNT_OVERFLOW, and INTERNAL for a campaign dearer than the list (which no campaign may be). */
#ifndef GROUPBUY_DOMAIN_PRICE_H
#define GROUPBUY_DOMAIN_PRICE_H

#include "base/money.h"
#include "base/status.h"

#define PRICE_LINES_MAX 100
#define PRICE_FORMULA   1 /* kept with each order: what is computed differently one day gets the next number */

struct price_line {
    /* given */
    int32_t quantity;
    fen list_price;       /* of one unit */
    fen campaign_price;   /* of one unit */
    fen starter_discount; /* of one unit */
    bool coupon_eligible;
    /* computed, of the line */
    fen list;
    fen campaign_discount; /* the starter's included */
    fen coupon_discount;
    fen points_discount;
    fen delivery;
    fen payable; /* list − campaign − coupon − points + delivery */
};

struct price {
    struct price_line *lines;
    size_t lines_count;
    fen coupon_discount; /* given; cut to what the eligible lines cost */
    fen points_discount; /* given; cut to what the goods cost after the coupon: points pay no delivery */
    fen delivery;        /* given */
    /* computed, of the order */
    fen list;
    fen campaign_discount; /* without the starter's */
    fen starter_discount;
    fen amount;
};

struct status price_compute(struct price *price);

#endif
