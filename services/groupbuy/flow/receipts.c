#include "groupbuy/flow/receipts.h"

#include "groupbuy/domain/price.h"

/* The fee again, by the rule as it was. */
static struct status fee_again(struct call *call, const struct order_price *price, fen goods, fen *ret_fee)
{
    struct delivery_rule rule;

    if (!*price->delivery_rule) {
        *ret_fee = price->delivery;
        return OK;
    }
    TRY(delivery_rule_get(call->tx, price->delivery_rule, price->delivery_rule_version, &rule));
    return delivery_fee(rule.zones, rule.zones_count, price->region_code, goods, price->weight_g, ret_fee);
}

static bool same(const struct order_line *a, const struct order_line *b)
{
    return a->list == b->list && a->campaign_discount == b->campaign_discount &&
           a->coupon_discount == b->coupon_discount && a->points_discount == b->points_discount &&
           a->delivery == b->delivery && a->payable == b->payable;
}

static struct status compare(const struct order *order, const struct order_line *charged, const struct pricing *pricing)
{
    for (size_t i = 0; i < pricing->lines_count; i++)
        if (!same(&charged[i], &pricing->lines[i]))
            return fail(INTERNAL, "line %zu of order %s comes to %ld fen, charged were %ld", i, order->id,
                        (long)pricing->lines[i].payable, (long)charged[i].payable);
    if (pricing->amount != order->amount)
        return fail(INTERNAL, "order %s comes to %ld fen, charged were %ld", order->id, (long)pricing->amount,
                    (long)order->amount);
    return OK;
}

struct status price_recompute(struct call *call, const struct order *order, struct order_price *ret_price,
                              struct pricing *ret_pricing)
{
    struct order_price price = {
        .formula = PRICE_FORMULA, .coupon = order->coupon_discount, .delivery_rule = "", .region_code = ""
    };
    struct pricing pricing = { 0 };
    struct order_line *charged;
    bool found;

    TRY(order_lines_get(call->tx, order->id, &charged, &pricing.lines_count));
    TRY(order_price_get(call->tx, order->id, &price, &found));
    if (price.formula != PRICE_FORMULA)
        return fail(INTERNAL, "order %s was priced by formula %d", order->id, price.formula);
    pricing.lines = arena_array(call->arena, struct order_line, pricing.lines_count);
    for (size_t i = 0; i < pricing.lines_count; i++)
        pricing.lines[i] = charged[i];
    pricing.coupon_discount = price.coupon;
    pricing.points_discount = price.points_fen;
    TRY(pricing_compute(&pricing));
    TRY(fee_again(call, &price, pricing.goods, &pricing.delivery));
    pricing.coupon_discount = price.coupon;
    pricing.points_discount = price.points_fen;
    TRY(pricing_compute(&pricing));
    TRY(compare(order, charged, &pricing));
    *ret_price = price;
    *ret_pricing = pricing;
    return OK;
}
