#include "base/clock.h"
#include "groupbuy/flow/checkout.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/service.h"

static int32_t units_of(const struct checkout *checkout)
{
    int32_t units = 0;

    for (size_t i = 0; i < checkout->lines_count; i++)
        units += checkout->lines[i].quantity;
    return units;
}

static struct order order_of(struct call *call, const struct checkout *checkout, const Gb__SourceClaim *source)
{
    return (struct order){
        .id = call->operation_id,
        .user_id = call->caller->user_id,
        .kind = KIND_PLAIN,
        .campaign_id = "",
        .team_id = "",
        .round_id = "",
        .quantity = units_of(checkout),
        .amount = checkout->pricing.amount,
        .coupon_id = checkout->coupon_id,
        .coupon_discount = checkout->pricing.coupon_discount,
        .points = checkout->price.points,
        .points_discount = checkout->pricing.points_discount,
        .delivery = checkout->delivery,
        .created_us = call->now_us,
        .pay_by_us = call->now_us + groupbuy_of(call)->unpaid_s * US_PER_S,
        .source = source_of(source, call->now_us),
        .campaign_title = "",
        .product_title = checkout->lines[0].product_title,
    };
}

/* Units, order, what it was priced with and where it goes: all or nothing. */
static struct status place(struct call *call, struct checkout *checkout, const Gb__SourceClaim *source, Gb__Order *out)
{
    struct order_delivery delivery = { .point_id = checkout->point_id, .address = checkout->address };
    struct order order;

    TRY(call_begin(call));
    TRY(checkout_take(call, checkout));
    order = order_of(call, checkout, source);
    delivery.order_id = order.id;
    TRY(order_insert(call->tx, &order, checkout->lines, checkout->lines_count, call->caller->user_id));
    TRY(limits_count_order(call->tx, &checkout->limit_keys, order.id));
    TRY(order_price_insert(call->tx, order.id, &checkout->price));
    TRY(order_delivery_insert(call->tx, &delivery));
    TRY(tell_order_placed(call, &order, &checkout->lines[0]));
    return order_show(call, &order, out);
}

struct status groupbuy_place_order(struct call *call, const Gb__PlaceOrderRequest *in, Gb__Order *out)
{
    struct checkout checkout = {
        .kind = PRODUCT_GOODS,
        .wanted = in->lines,
        .wanted_count = in->n_lines,
        .address_id = in->address_id,
        .point_id = in->point_id,
        .coupon_id = in->coupon_id,
        .points = in->points,
        .no_return_accepted = in->no_return_accepted,
    };
    struct status placed;

    TRY(checkout_price(call, &checkout, true));
    placed = place(call, &checkout, in->source, out);
    return ok(placed) ? OK : checkout_refused(call, &checkout, placed);
}
