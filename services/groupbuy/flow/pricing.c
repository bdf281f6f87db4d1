#include "groupbuy/flow/pricing.h"

#include "groupbuy/domain/price.h"

static struct price_line asked(const struct order_line *line)
{
    return (struct price_line){
        .quantity = line->quantity,
        .list_price = line->list_price,
        .campaign_price = line->price,
        .starter_discount = line->starter_discount,
        .coupon_eligible = line->coupon_eligible,
    };
}

static void answered(const struct price_line *priced, struct order_line *line)
{
    line->list = priced->list;
    line->campaign_discount = priced->campaign_discount;
    line->coupon_discount = priced->coupon_discount;
    line->points_discount = priced->points_discount;
    line->delivery = priced->delivery;
    line->payable = priced->payable;
}

struct status pricing_compute(struct pricing *pricing)
{
    struct price_line lines[ORDER_LINES_MAX];
    struct price price = {
        .lines = lines,
        .lines_count = pricing->lines_count,
        .coupon_discount = pricing->coupon_discount,
        .points_discount = pricing->points_discount,
        .delivery = pricing->delivery,
    };

    if (pricing->lines_count > ORDER_LINES_MAX)
        return fail(INTERNAL, "an order of %zu lines", pricing->lines_count);
    for (size_t i = 0; i < pricing->lines_count; i++)
        lines[i] = asked(&pricing->lines[i]);
    TRY(price_compute(&price));
    for (size_t i = 0; i < pricing->lines_count; i++)
        answered(&lines[i], &pricing->lines[i]);
    pricing->coupon_discount = price.coupon_discount;
    pricing->points_discount = price.points_discount;
    pricing->goods = price.list - price.campaign_discount - price.starter_discount;
    pricing->amount = price.amount;
    return OK;
}

struct status basket_price(const struct basket *basket, struct order_line *ret_line)
{
    const struct campaign *campaign = basket->campaign;
    struct order_line line = {
        .product_id = campaign->product_id,
        .sku_id = campaign->sku_id,
        .product_title = campaign->product_title,
        .sku_title = campaign->sku_title,
        .image_url = campaign->image_url,
        .quantity = basket->quantity,
        .pool = POOL_SALE,
        .list_price = campaign->list_price,
        .price = campaign->price,
        .starter_discount = basket->starter ? campaign->starter_discount : 0,
        .coupon_eligible = true,
    };
    struct pricing pricing = { .lines = &line, .lines_count = 1, .coupon_discount = basket->coupon_discount };

    TRY(pricing_compute(&pricing));
    *ret_line = line;
    return OK;
}
