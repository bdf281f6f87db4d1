#include "simulation/actors/baskets.h"

#include "groupbuy/domain/delivery.h"

#define BASE_FEN 600
#define STEP_FEN 150

static const struct delivery_zone zones[] = {
    { .region_prefix = "",
      .base_fen = BASE_FEN,
      .base_g = 1000,
      .step_fen = STEP_FEN,
      .step_g = 500,
      .free_from_fen = 9900 },
    { .region_prefix = "54", .excluded = true },
};

void basket_of(const struct world *world, const struct request *request, struct basket *ret_basket)
{
    const struct sale *sale = &world->shop.sales[request->wish == WISH_FLASH ? SALE_FLASH : SALE_TEAM];
    size_t count = request->wish == WISH_PLAIN ? (size_t)request->lines_count : 1;

    *ret_basket = (struct basket){ .price = { .lines_count = count } };
    for (size_t i = 0; i < count; i++) {
        const struct sku *sku = &world->shop.skus[request->sku[i]];
        struct price_line *line = &ret_basket->lines[i];

        if (request->wish == WISH_PLAIN)
            *line = (struct price_line){ .quantity = request->units[i],
                                         .list_price = sku->price,
                                         .campaign_price = sku->price };
        else
            *line = (struct price_line){ .quantity = request->quantity,
                                         .list_price = sale->list_price,
                                         .campaign_price = sale->price,
                                         .starter_discount =
                                             request->wish == WISH_START_TEAM ? sale->starter_discount : 0 };
    }
}

fen basket_line_amount(const struct price_line *line)
{
    return (line->campaign_price - line->starter_discount) * line->quantity;
}

struct status basket_compute(struct basket *basket)
{
    basket->price.lines = basket->lines;
    return price_compute(&basket->price);
}

struct status basket_deliver(const struct world *world, const struct request *request, struct basket *basket)
{
    fen goods = 0;
    int64_t weight_g = 0;

    if (request->wish != WISH_PLAIN)
        return OK;
    for (size_t i = 0; i < basket->price.lines_count; i++) {
        goods += basket_line_amount(&basket->lines[i]);
        weight_g += (int64_t)world->shop.skus[request->sku[i]].weight_g * request->units[i];
    }
    return delivery_fee(zones, sizeof zones / sizeof *zones, "310115", goods, weight_g, &basket->price.delivery);
}

void basket_write(const struct basket *basket, struct order *order)
{
    const struct price *price = &basket->price;

    order->list = price->list;
    order->campaign_discount = price->campaign_discount + price->starter_discount;
    order->coupon_discount = price->coupon_discount;
    order->points_discount = price->points_discount;
    order->delivery = price->delivery;
    order->amount = price->amount;
    order->lines_count = (int)price->lines_count;
    for (size_t i = 0; i < price->lines_count; i++) {
        const struct price_line *line = &basket->lines[i];

        order->lines[i] = (struct refund_line){ .quantity = line->quantity,
                                                .goods = line->payable - line->delivery,
                                                .delivery = line->delivery,
                                                .coupon = line->coupon_discount,
                                                .points = line->points_discount };
    }
}
