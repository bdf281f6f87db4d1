#include "groupbuy/flow/pricing.h"

#include "groupbuy/domain/price.h"

static struct order_line line_of(const struct basket *basket, const struct price_line *priced)
{
    const struct campaign *campaign = basket->campaign;

    return (struct order_line){
        .product_id = campaign->product_id,
        .sku_id = campaign->sku_id,
        .product_title = campaign->product_title,
        .sku_title = campaign->sku_title,
        .image_url = campaign->image_url,
        .quantity = basket->quantity,
        .list_price = campaign->list_price,
        .price = campaign->price,
        .list = priced->list,
        .campaign_discount = priced->campaign_discount,
        .coupon_discount = priced->coupon_discount,
        .delivery = priced->delivery,
        .payable = priced->payable,
    };
}

struct status basket_price(const struct basket *basket, struct order_line *ret_line)
{
    struct price_line line = {
        .quantity = basket->quantity,
        .list_price = basket->campaign->list_price,
        .campaign_price = basket->campaign->price,
        .starter_discount = basket->starter ? basket->campaign->starter_discount : 0,
        .coupon_eligible = true,
    };
    struct price price = { .lines = &line, .lines_count = 1, .coupon_discount = basket->coupon_discount };

    TRY(price_compute(&price));
    *ret_line = line_of(basket, &line);
    return OK;
}
