#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/views.h"
#include "rpc/timestamp.h"

static struct status read_terms(struct call *call, const char *sku_id, struct card_terms *ret_terms)
{
    TRY(call_begin_read(call));
    TRY(card_terms_get(call->tx, sku_id, ret_terms));
    call_rollback(call);
    return OK;
}

struct status groupbuy_quote_card(struct call *call, const Gb__QuoteCardRequest *in, Gb__CardQuote *out)
{
    Gb__BasketLine *line = MESSAGE(call, Gb__BasketLine, gb__basket_line);
    struct card_terms *terms = arena_array(call->arena, struct card_terms, 1);
    struct checkout checkout = checkout_of_one(PRODUCT_CARD, in->sku_id, in->coupon_id, in->points, &line);

    TRY(read_terms(call, in->sku_id, terms));
    TRY(checkout_price(call, &checkout, false));
    out->amount_fen = checkout.pricing.amount;
    lines_view(call->arena, checkout.lines, checkout.lines_count, &out->n_lines, &out->lines);
    receipt_view(call->arena, checkout.lines, checkout.lines_count, &out->n_receipt, &out->receipt);
    out->points = checkout.price.points;
    out->points_available = checkout.points_available;
    out->terms = MESSAGE(call, Gb__CardTerms, gb__card_terms);
    card_terms_view(terms, out->terms);
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
