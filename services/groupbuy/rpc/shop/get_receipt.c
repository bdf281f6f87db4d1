#include "groupbuy/flow/receipts.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/shop.h"

static void inputs_view(const struct order_price *price, Gb__Receipt *out)
{
    out->coupon_fen = price->coupon;
    out->points_fen = price->points_fen;
    out->points = price->points;
    out->delivery_rule = price->delivery_rule;
    out->delivery_rule_version = price->delivery_rule_version;
    out->region_code = price->region_code;
    out->weight_g = price->weight_g;
}

struct status groupbuy_get_receipt(struct call *call, const Gb__GetReceiptRequest *in, Gb__Receipt *out)
{
    struct order_price price;
    struct pricing pricing;
    struct order order;

    TRY(order_get(call->tx, in->order_id, call->caller->user_id, &order));
    TRY(price_recompute(call, &order, &price, &pricing));
    out->order_id = order.id;
    out->amount_fen = pricing.amount;
    inputs_view(&price, out);
    lines_view(call->arena, pricing.lines, pricing.lines_count, &out->n_lines, &out->lines);
    receipt_view(call->arena, pricing.lines, pricing.lines_count, &out->n_steps, &out->steps);
    return OK;
}
