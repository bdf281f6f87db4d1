#include "groupbuy/flow/checkout.h"
#include "groupbuy/flow/views.h"
#include "rpc/timestamp.h"

/* The order's own computation; nothing is kept. */
struct status groupbuy_quote_basket(struct call *call, const Gb__QuoteBasketRequest *in, Gb__BasketQuote *out)
{
    struct checkout checkout = {
        .kind = PRODUCT_GOODS,
        .wanted = in->lines,
        .wanted_count = in->n_lines,
        .address_id = in->address_id,
        .point_id = in->point_id,
        .coupon_id = in->coupon_id,
        .points = in->points,
        .no_return_accepted = true,
    };

    TRY(checkout_price(call, &checkout, false));
    out->amount_fen = checkout.pricing.amount;
    lines_view(call->arena, checkout.lines, checkout.lines_count, &out->n_lines, &out->lines);
    receipt_view(call->arena, checkout.lines, checkout.lines_count, &out->n_receipt, &out->receipt);
    out->points = checkout.price.points;
    out->points_available = checkout.points_available;
    out->no_return = checkout.no_return;
    out->weight_g = checkout.price.weight_g;
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
