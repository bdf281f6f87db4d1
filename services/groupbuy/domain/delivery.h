/* What delivery costs: flat, free from an amount, by weight and region; some regions are not served. Pure. */
#ifndef GROUPBUY_DOMAIN_DELIVERY_H
#define GROUPBUY_DOMAIN_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

#define DELIVERY_ZONES_MAX    200
#define DELIVERY_RULE_EXPRESS "EXPRESS" /* the rule of plain orders */

struct delivery_zone {
    const char *region_prefix; /* "": everywhere else */
    bool excluded;
    fen base_fen;
    int32_t base_g;
    fen step_fen;
    int32_t step_g;    /* 0: flat */
    fen free_from_fen; /* 0: never */
};

/* The zone with the longest prefix of the region decides. `goods` is what they cost before coupon and points.
 * NOT_DELIVERED_THERE when it is excluded or there is none; AMOUNT_OVERFLOW. */
struct status delivery_fee(const struct delivery_zone *zones, size_t count, const char *region_code, fen goods,
                           int64_t weight_g, fen *ret_fee);
/* FIELDS_INVALID naming every fault: a prefix twice, steps without a size, a fee where nothing is delivered. */
struct status delivery_zones_check(const struct delivery_zone *zones, size_t count);

#endif
