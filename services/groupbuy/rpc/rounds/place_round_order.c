#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/price.h"
#include "groupbuy/flow/audience.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/delivery_store.h"

/* An order on its way into a round. */
struct basket_of_round {
    const Gb__PlaceRoundOrderRequest *in;
    struct round round;
    struct order_line lines[ROUND_ITEMS_MAX];
    size_t lines_count;
    struct pricing pricing;
    fen coupon; /* what the coupon offered */
};

static struct status check_open(const struct round *round, int64_t now_us)
{
    if (round->status == ROUND_SCHEDULED || (round->status == ROUND_OPEN && now_us < round->starts_at_us))
        return fail(NOT_STARTED, "round %s has not started", round->id);
    if (round->status == ROUND_DRAFT)
        return fail(NOT_HERE, "round %s", round->id);
    if (round->status != ROUND_OPEN || now_us >= round->ends_at_us)
        return fail(ENDED, "round %s is over", round->id);
    return OK;
}

static struct status check_point(const struct round_parts *parts, const char *point_id)
{
    for (size_t i = 0; i < parts->points_count; i++)
        if (strcmp(parts->points[i].point_id, point_id) == 0)
            return OK;
    return fail(POINT_NOT_OFFERED, "point %s", point_id);
}

static struct status check_buyer(struct call *call, const struct round *round)
{
    bool refused;

    TRY(buyer_is_refused(call->tx, round->leader_id, call->caller->user_id, &refused));
    return refused ? fail(BUYER_REFUSED, "leader %s refuses user %s", round->leader_id, call->caller->user_id) : OK;
}

static const struct round_item *item_of(const struct round_parts *parts, const char *item_id)
{
    for (size_t i = 0; i < parts->items_count; i++)
        if (strcmp(parts->items[i].id, item_id) == 0)
            return &parts->items[i];
    return NULL;
}

static struct order_line *line_of(struct basket_of_round *basket, const char *item_id)
{
    for (size_t i = 0; i < basket->lines_count; i++)
        if (strcmp(basket->lines[i].pool_id, item_id) == 0)
            return &basket->lines[i];
    return NULL;
}

/* The same item several times is one line. */
static struct status add_line(struct basket_of_round *basket, const struct round_item *item, int32_t quantity)
{
    struct order_line *line = line_of(basket, item->id);

    if (!line) {
        line = &basket->lines[basket->lines_count++];
        *line = (struct order_line){
            .product_id = item->product_id,
            .sku_id = item->sku_id,
            .product_title = item->product_title,
            .sku_title = item->sku_title,
            .image_url = item->image_url,
            .weight_g = item->weight_g,
            .pool = POOL_ROUND,
            .pool_id = item->id,
            .list_price = item->list_price,
            .price = item->price,
            .coupon_eligible = true,
        };
    }
    line->quantity += quantity;
    return OK;
}

static struct status read_round(struct call *call, struct basket_of_round *basket)
{
    const Gb__PlaceRoundOrderRequest *in = basket->in;
    struct round_parts parts;

    TRY(call_begin_read(call));
    TRY(round_get(call->tx, in->round_id, &basket->round));
    TRY(check_open(&basket->round, call->now_us));
    TRY(check_buyer(call, &basket->round));
    TRY(round_parts_get(call->tx, &in->round_id, 1, &parts));
    TRY(check_point(&parts, in->point_id));
    for (size_t i = 0; i < in->n_items; i++) {
        const struct round_item *item = item_of(&parts, in->items[i]->item_id);

        if (!item)
            return fail(NOT_HERE, "item %s", in->items[i]->item_id);
        TRY(add_line(basket, item, in->items[i]->quantity));
    }
    call_rollback(call);
    return OK;
}

static struct status admit(struct call *call, const struct round *round)
{
    const struct campaign like = { .id = round->id, .community_id = "", .circle_id = round->circle_id };

    return audience_admit_caller(call, &like);
}

static struct status price(struct call *call, struct basket_of_round *basket)
{
    struct pricing *pricing = &basket->pricing;

    pricing->lines = basket->lines;
    pricing->lines_count = basket->lines_count;
    TRY(pricing_compute(pricing));
    if (!*basket->in->coupon_id)
        return OK;
    TRY(coupon_lock(call, basket->in->coupon_id, "", call->operation_id, basket->lines, basket->lines_count,
                    &basket->coupon));
    pricing->coupon_discount = basket->coupon;
    return pricing_compute(pricing);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static struct order order_of(struct call *call, const struct basket_of_round *basket)
{
    const struct round *round = &basket->round;
    int32_t units = 0;

    for (size_t i = 0; i < basket->lines_count; i++)
        units += basket->lines[i].quantity;
    return (struct order){
        .id = call->operation_id,
        .user_id = call->caller->user_id,
        .kind = KIND_GROUP_BUY,
        .campaign_id = "",
        .team_id = "",
        .round_id = round->id,
        .quantity = units,
        .amount = basket->pricing.amount,
        .coupon_id = basket->in->coupon_id,
        .coupon_discount = basket->pricing.coupon_discount,
        .delivery = DELIVERY_PICK_UP,
        .created_us = call->now_us,
        .pay_by_us = earlier(call->now_us + round->unpaid_s * US_PER_S, round->ends_at_us + round->grace_s * US_PER_S),
        .source = source_of(basket->in->source, call->now_us),
        .campaign_title = "",
        .product_title = basket->lines[0].product_title,
    };
}

static struct status take_units(struct call *call, const struct basket_of_round *basket)
{
    struct entry_units *units = arena_array(call->arena, struct entry_units, basket->lines_count);

    for (size_t i = 0; i < basket->lines_count; i++)
        units[i] =
            (struct entry_units){ basket->lines[i].pool_id, call->caller->user_id, basket->lines[i].quantity, 0 };
    return entry_take(call->tx, units, basket->lines_count);
}

/* Units, order and its place in the list: all or nothing. The round is locked, so that nothing enters after its end. */
static struct status place(struct call *call, struct basket_of_round *basket, Gb__RoundOrder *out)
{
    struct entry entry = { .round_id = basket->round.id,
                           .user_id = call->caller->user_id,
                           .point_id = basket->in->point_id,
                           .remark = basket->in->remark,
                           .hidden = basket->in->hidden };
    struct order order;

    TRY(call_begin(call));
    TRY(round_lock(call->tx, basket->in->round_id, &basket->round));
    TRY(check_open(&basket->round, call->now_us));
    order = order_of(call, basket);
    TRY(order_insert(call->tx, &order, basket->lines, basket->lines_count, call->caller->user_id));
    TRY(take_units(call, basket));
    TRY(order_price_insert(call->tx, order.id,
                           &(struct order_price){ .formula = PRICE_FORMULA, .coupon = basket->coupon }));
    TRY(order_delivery_insert(call->tx, &(struct order_delivery){ .order_id = order.id, .point_id = entry.point_id }));
    entry.order_id = order.id;
    TRY(entry_insert(call->tx, &entry));
    TRY(tell_order_placed(call, &order, &basket->lines[0]));
    return round_orders_show(call, &entry, 1, &out);
}

struct status groupbuy_place_round_order(struct call *call, const Gb__PlaceRoundOrderRequest *in, Gb__RoundOrder *out)
{
    struct basket_of_round *basket = arena_alloc(call->arena, sizeof *basket);
    struct status placed;

    *basket = (struct basket_of_round){ .in = in };
    TRY(read_round(call, basket));
    TRY(admit(call, &basket->round));
    placed = price(call, basket);
    if (ok(placed))
        placed = place(call, basket, out);
    return ok(placed) ? OK : coupon_after_refusal(call, in->coupon_id, placed);
}
