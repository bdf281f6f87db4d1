#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/tell.h"

static struct status insert(struct call *call, const char *sku_id, const struct order *order, struct card *ret_card)
{
    struct card_terms terms;
    struct card card;

    TRY(card_terms_get(call->tx, sku_id, &terms));
    card = (struct card){
        .id = id_make(call->arena),
        .order_id = order->id,
        .user_id = order->user_id,
        .sku_id = sku_id,
        .terms_version = terms.version,
        .sessions = terms.sessions,
    };
    TRY(card_insert(call->tx, &card));
    return card_get(call->tx, card.id, order->user_id, ret_card);
}

static struct status place(struct call *call, struct checkout *checkout, const Gb__PlaceCardOrderRequest *in,
                           Gb__Card *out)
{
    struct order order;
    struct card card;

    TRY(call_begin(call));
    TRY(checkout_take(call, checkout));
    TRY(card_check_limit(call, &checkout->lines[0]));
    order = checkout_order(call, checkout, KIND_CARD, in->source);
    TRY(order_insert(call->tx, &order, checkout->lines, checkout->lines_count, order.user_id));
    TRY(order_price_insert(call->tx, order.id, &checkout->price));
    TRY(tell_order_placed(call, &order, &checkout->lines[0]));
    TRY(insert(call, in->sku_id, &order, &card));
    return card_show(call, &card, false, out);
}

struct status groupbuy_place_card_order(struct call *call, const Gb__PlaceCardOrderRequest *in, Gb__Card *out)
{
    Gb__BasketLine *line = MESSAGE(call, Gb__BasketLine, gb__basket_line);
    struct checkout checkout = checkout_of_one(PRODUCT_CARD, in->sku_id, in->coupon_id, in->points, &line);

    holds_for_order(call, in->coupon_id, in->points);
    TRY(checkout_price(call, &checkout, true));
    return place(call, &checkout, in, out);
}
