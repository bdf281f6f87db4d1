#include "groupbuy/flow/contents.h"
#include "groupbuy/flow/views.h"
#include "rpc/timestamp.h"

struct status groupbuy_quote_content(struct call *call, const Gb__QuoteContentRequest *in, Gb__ContentQuote *out)
{
    Gb__BasketLine *line = MESSAGE(call, Gb__BasketLine, gb__basket_line);
    struct checkout checkout = checkout_of_one(PRODUCT_CONTENT, in->sku_id, in->coupon_id, in->points, &line);

    if (!content_is_sold_on(call, in->platform))
        return fail(CHANNEL_MISSING, "nothing virtual is sold on platform %d", (int)in->platform);
    TRY(checkout_price(call, &checkout, false));
    out->amount_fen = checkout.pricing.amount;
    lines_view(call->arena, checkout.lines, checkout.lines_count, &out->n_lines, &out->lines);
    receipt_view(call->arena, checkout.lines, checkout.lines_count, &out->n_receipt, &out->receipt);
    out->points = checkout.price.points;
    out->points_available = checkout.points_available;
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
