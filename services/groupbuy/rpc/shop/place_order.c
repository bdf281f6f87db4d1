#include "groupbuy/flow/checkout.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"

/* Units, order, what it was priced with and where it goes: all or nothing. */
static struct status place(struct call *call, struct checkout *checkout, const Gb__SourceClaim *source, Gb__Order *out)
{
    struct order_delivery delivery = { .point_id = checkout->point_id, .address = checkout->address };
    struct order order;

    TRY(call_begin(call));
    TRY(checkout_take(call, checkout));
    order = checkout_order(call, checkout, KIND_PLAIN, source);
    delivery.order_id = order.id;
    TRY(order_insert(call->tx, &order, checkout->lines, checkout->lines_count, call->caller->user_id));
    TRY(checkout_count(call, checkout, order.id));
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

    holds_for_order(call, in->coupon_id, in->points);
    TRY(checkout_price(call, &checkout, true));
    return place(call, &checkout, in->source, out);
}
