#include "groupbuy/flow/round_placing.h"

#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/price.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/paying.h"
#include "groupbuy/flow/points.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/line_store.h"
#include "groupbuy/store/merchant_store.h"

/* ---- what is wanted ---- */

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

static bool is_served(const struct round *round, const char *building)
{
    for (size_t i = 0; i < round->door_buildings_count; i++)
        if (strcmp(round->door_buildings[i], building) == 0)
            return true;
    return round->door_buildings_count == 0;
}

/* The address is the caller's own; a neighbour's is his name and his door. */
static struct status check_door(struct call *call, struct round_placing *placing)
{
    const struct entry *entry = &placing->entry;
    bool of_neighbour = entry->neighbour_name && *entry->neighbour_name;

    if (!of_neighbour && !*placing->address_id)
        return fail_field("addressId", "a pick-up point, or an address and the building, must be given");
    if (!entry->door_building || !*entry->door_building)
        return fail_field(of_neighbour ? "door" : "addressId", "a pick-up point, or the building, must be given");
    if (!placing->round.door || !is_served(&placing->round, entry->door_building))
        return fail(POINT_NOT_OFFERED, "round %s is not brought to %s", placing->round_id, entry->door_building);
    if (of_neighbour) {
        placing->address = (struct address){ .name = entry->neighbour_name, .street = entry->neighbour_building };
        return OK;
    }
    return address_get(call->tx, placing->address_id, call->caller->user_id, &placing->address);
}

static struct status check_way(struct call *call, struct round_placing *placing, const struct round_parts *parts)
{
    if (!*placing->entry.point_id)
        return check_door(call, placing);
    if (*placing->address_id || placing->entry.door_building)
        return fail_field("addressId", "is of what is brought to the door");
    return check_point(parts, placing->entry.point_id);
}

static const struct round_item *item_of(const struct round_parts *parts, const char *item_id)
{
    for (size_t i = 0; i < parts->items_count; i++)
        if (strcmp(parts->items[i].id, item_id) == 0)
            return &parts->items[i];
    return NULL;
}

static struct order_line *line_of(struct round_placing *placing, const char *item_id)
{
    for (size_t i = 0; i < placing->lines_count; i++)
        if (strcmp(placing->lines[i].pool_id, item_id) == 0)
            return &placing->lines[i];
    return NULL;
}

/* The same item several times is one line. */
static void add_line(struct round_placing *placing, const struct round_item *item, int32_t quantity)
{
    struct order_line *line = line_of(placing, item->id);

    if (!line) {
        line = &placing->lines[placing->lines_count++];
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
}

/* The caller's own: who orders for a neighbour puts his in. */
static struct status read_limits(struct call *call, struct round_placing *placing)
{
    const struct address *brought_to = placing->address.id ? &placing->address : NULL;

    TRY(limits_apply(call, placing->lines, placing->lines_count, &placing->shares_limit));
    return limit_keys_of(call, brought_to, &placing->limit_keys);
}

struct status round_placing_read(struct call *call, struct round_placing *placing)
{
    struct round_parts parts;
    const char *merchant_id; /* said before a coupon is locked: the order itself decides */

    TRY(call_begin_read(call));
    TRY(round_get(call->tx, placing->round_id, &placing->round));
    TRY(check_open(&placing->round, call->now_us));
    TRY(round_parts_get(call->tx, &placing->round_id, 1, &parts));
    TRY(check_way(call, placing, &parts));
    for (size_t i = 0; i < placing->wanted_count; i++) {
        const struct round_item *item = item_of(&parts, placing->wanted[i]->item_id);

        if (!item)
            return fail(NOT_HERE, "item %s", placing->wanted[i]->item_id);
        add_line(placing, item, placing->wanted[i]->quantity);
    }
    TRY(merchant_of_lines(call->tx, placing->lines, placing->lines_count, placing->round.community_id, &merchant_id));
    TRY(lines_promise(call->tx, placing->lines, placing->lines_count));
    TRY(read_limits(call, placing));
    call_rollback(call);
    return OK;
}

struct status round_placing_check_limits(struct call *call, struct round_placing *placing)
{
    if (!placing->shares_limit)
        return OK;
    TRY(call_begin_read(call));
    TRY(limits_check(call, &placing->limit_keys, placing->lines, placing->lines_count));
    call_rollback(call);
    return OK;
}

/* ---- what it costs ---- */

/* The round says what it costs to have it brought, and from how much on. */
static struct status price_door(struct round_placing *placing)
{
    if (*placing->entry.point_id)
        return OK;
    if (placing->pricing.goods < placing->round.door_minimum)
        return fail(BELOW_DOOR_MINIMUM, "%ld fen of %ld", (long)placing->pricing.goods,
                    (long)placing->round.door_minimum);
    placing->price.delivery = placing->pricing.delivery = placing->round.door_fee;
    return OK;
}

static struct status price_coupon(struct call *call, struct round_placing *placing, bool lock)
{
    fen *discount = &placing->price.coupon;

    if (!*placing->coupon_id)
        return OK;
    if (lock)
        TRY(coupon_lock(call, placing->coupon_id, "", call->operation_id, placing->lines, placing->lines_count,
                        discount));
    else
        TRY(coupon_quote(call, placing->coupon_id, "", placing->lines, placing->lines_count, discount));
    placing->pricing.coupon_discount = *discount;
    return OK;
}

/* On what the goods cost after the coupon: points pay no delivery. */
static struct status price_points(struct call *call, struct round_placing *placing, bool lock)
{
    fen goods = placing->pricing.amount - placing->pricing.delivery;
    struct points_offer offer = { 0 };

    if (!lock)
        TRY(points_quote(call, goods, placing->points, &offer));
    else if (placing->points > 0)
        TRY(points_lock(call, call->operation_id, goods, placing->points, &offer));
    placing->points_available = offer.available;
    if (placing->points == 0)
        return OK;
    placing->price.points = offer.points;
    placing->price.points_fen = offer.discount;
    placing->pricing.points_discount = offer.discount;
    return OK;
}

struct status round_placing_price(struct call *call, struct round_placing *placing, bool lock)
{
    struct pricing *pricing = &placing->pricing;

    placing->price.formula = PRICE_FORMULA;
    pricing->lines = placing->lines;
    pricing->lines_count = placing->lines_count;
    TRY(pricing_compute(pricing));
    TRY(price_door(placing));
    TRY(price_coupon(call, placing, lock));
    TRY(pricing_compute(pricing));
    TRY(price_points(call, placing, lock));
    return pricing_compute(pricing);
}

/* ---- the order ---- */

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* A relative has longer than somebody who has his phone in his hand. */
static int64_t pay_by_us(const struct round_placing *placing, int64_t now_us)
{
    const struct round *round = &placing->round;
    int64_t unpaid_s = placing->entry.pays == PAYS_BY_LINK ? LINK_UNPAID_S_MAX : round->unpaid_s;

    return earlier(now_us + unpaid_s * US_PER_S, round->ends_at_us + round->grace_s * US_PER_S);
}

static struct order order_of(struct call *call, const struct round_placing *placing)
{
    int32_t units = 0;

    for (size_t i = 0; i < placing->lines_count; i++)
        units += placing->lines[i].quantity;
    return (struct order){
        .id = call->operation_id,
        .user_id = call->caller->user_id,
        .kind = KIND_GROUP_BUY,
        .campaign_id = "",
        .team_id = "",
        .round_id = placing->round.id,
        .quantity = units,
        .amount = placing->pricing.amount,
        .in_cash = placing->entry.pays == PAYS_IN_CASH,
        .coupon_id = placing->coupon_id,
        .coupon_discount = placing->pricing.coupon_discount,
        .points = placing->price.points,
        .points_discount = placing->pricing.points_discount,
        .delivery = *placing->entry.point_id ? DELIVERY_PICK_UP : DELIVERY_DOOR,
        .created_us = call->now_us,
        .pay_by_us = pay_by_us(placing, call->now_us),
        .source = placing->source,
        .campaign_title = "",
        .product_title = placing->lines[0].product_title,
        .community_id = placing->round.community_id,
    };
}

static struct status take_units(struct call *call, const struct round_placing *placing)
{
    struct entry_units *units = arena_array(call->arena, struct entry_units, placing->lines_count);

    for (size_t i = 0; i < placing->lines_count; i++)
        units[i] = (struct entry_units){ placing->lines[i].pool_id, placing->entry.holder, placing->lines[i].quantity };
    return entry_take(call->tx, units, placing->lines_count);
}

/* Buyers who share a limit are held before those of the round's items. */
static struct status take_all(struct call *call, const struct round_placing *placing)
{
    if (placing->shares_limit)
        TRY(limits_admit(call, &placing->limit_keys, placing->lines, placing->lines_count));
    return take_units(call, placing);
}

/* The order counts where it goes; by its buyer's own phone only where that is limited. */
static struct status count_limits(struct call *call, const struct round_placing *placing)
{
    if (placing->limit_keys.own_phone && !placing->shares_limit)
        return OK;
    return limits_count_order(call->tx, &placing->limit_keys, placing->entry.order_id);
}

/* The round is locked, so that nothing enters after its end. */
struct status round_placing_place(struct call *call, struct round_placing *placing, struct order *ret_order)
{
    struct entry *entry = &placing->entry;

    TRY(call_begin(call));
    TRY(round_lock(call->tx, placing->round_id, &placing->round));
    TRY(check_open(&placing->round, call->now_us));
    *ret_order = order_of(call, placing);
    entry->order_id = ret_order->id;
    entry->round_id = placing->round.id;
    entry->user_id = ret_order->user_id;
    TRY(order_insert(call->tx, ret_order, placing->lines, placing->lines_count, call->caller->user_id));
    TRY(take_all(call, placing));
    TRY(count_limits(call, placing));
    TRY(order_price_insert(call->tx, ret_order->id, &placing->price));
    TRY(order_delivery_insert(call->tx, &(struct order_delivery){ .order_id = ret_order->id,
                                                                  .point_id = entry->point_id,
                                                                  .address = placing->address }));
    TRY(entry_insert(call->tx, entry));
    TRY(tell_order_placed(call, ret_order, &placing->lines[0]));
    return ret_order->in_cash ? payment_in_cash(call, ret_order) : OK;
}
