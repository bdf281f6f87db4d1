#include "base/clock.h"
#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/service.h"

static struct order order_of(struct call *call, const struct checkout *checkout, const Gb__SourceClaim *source)
{
    return (struct order){
        .id = call->operation_id,
        .user_id = call->caller->user_id,
        .kind = KIND_CARD,
        .campaign_id = "",
        .team_id = "",
        .round_id = "",
        .quantity = 1,
        .amount = checkout->pricing.amount,
        .coupon_id = checkout->coupon_id,
        .coupon_discount = checkout->pricing.coupon_discount,
        .points = checkout->price.points,
        .points_discount = checkout->pricing.points_discount,
        .created_us = call->now_us,
        .pay_by_us = call->now_us + groupbuy_of(call)->unpaid_s * US_PER_S,
        .source = source_of(source, call->now_us),
        .campaign_title = "",
        .product_title = checkout->lines[0].product_title,
    };
}

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
    order = order_of(call, checkout, in->source);
    TRY(order_insert(call->tx, &order, checkout->lines, checkout->lines_count, order.user_id));
    TRY(order_price_insert(call->tx, order.id, &checkout->price));
    TRY(tell_order_placed(call, &order, &checkout->lines[0]));
    TRY(insert(call, in->sku_id, &order, &card));
    return card_show(call, &card, false, out);
}

struct status groupbuy_place_card_order(struct call *call, const Gb__PlaceCardOrderRequest *in, Gb__Card *out)
{
    Gb__BasketLine *line = MESSAGE(call, Gb__BasketLine, gb__basket_line);
    struct checkout checkout = card_checkout(in->sku_id, in->coupon_id, in->points, &line);
    struct status placed;

    TRY(checkout_price(call, &checkout, true));
    placed = place(call, &checkout, in, out);
    return ok(placed) ? OK : checkout_refused(call, &checkout, placed);
}
