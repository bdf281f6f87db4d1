#include "groupbuy/flow/checkout.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/price.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/points.h"
#include "groupbuy/flow/sources.h"
#include "groupbuy/service.h"
#include "groupbuy/store/booking_store.h"
#include "groupbuy/store/line_store.h"
#include "groupbuy/store/merchant_store.h"
#include "groupbuy/store/point_store.h"
#include "groupbuy/store/shelf_store.h"

/* ---- what is wanted ---- */

struct checkout checkout_of_one(enum product_kind kind, const char *sku_id, const char *coupon_id, int64_t points,
                                Gb__BasketLine **line)
{
    (*line)->sku_id = sku_id;
    (*line)->quantity = 1;
    return (struct checkout){
        .kind = kind,
        .pool_id = "",
        .wanted = line,
        .wanted_count = 1,
        .address_id = "",
        .point_id = "",
        .coupon_id = coupon_id,
        .points = points,
    };
}

static struct order_line *line_of(struct checkout *checkout, const char *sku_id)
{
    for (size_t i = 0; i < checkout->lines_count; i++)
        if (strcmp(checkout->lines[i].sku_id, sku_id) == 0)
            return &checkout->lines[i];
    return NULL;
}

static enum pool pool_for(const struct checkout *checkout)
{
    return checkout->kind == PRODUCT_SERVICE ? POOL_SLOT : checkout->kind == PRODUCT_GOODS ? POOL_SKU : POOL_NONE;
}

/* The same SKU several times is one line. */
static void sum_up(struct checkout *checkout)
{
    enum pool pool = pool_for(checkout);

    for (size_t i = 0; i < checkout->wanted_count; i++) {
        const Gb__BasketLine *wanted = checkout->wanted[i];
        struct order_line *line = line_of(checkout, wanted->sku_id);

        if (!line) {
            line = &checkout->lines[checkout->lines_count++];
            *line = (struct order_line){
                .sku_id = wanted->sku_id,
                .pool = pool,
                .pool_id = pool == POOL_SKU ? wanted->sku_id : checkout->pool_id,
                .coupon_eligible = true,
            };
        }
        line->quantity += wanted->quantity;
    }
}

static const char **skus_of(struct call *call, const struct checkout *checkout)
{
    const char **skus = arena_array(call->arena, const char *, checkout->lines_count);

    for (size_t i = 0; i < checkout->lines_count; i++)
        skus[i] = checkout->lines[i].sku_id;
    return skus;
}

static const struct shelf_item *item_of(const struct shelf_item *items, size_t count, const char *sku_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].sku_id, sku_id) == 0)
            return &items[i];
    return NULL;
}

/* Units of the product in all lines: its limit counts them together. */
static int64_t units_of_product(const struct checkout *checkout, const struct shelf_item *items, size_t count,
                                const char *product_id)
{
    int64_t units = 0;

    for (size_t i = 0; i < checkout->lines_count; i++) {
        const struct shelf_item *item = item_of(items, count, checkout->lines[i].sku_id);

        if (item && strcmp(item->product_id, product_id) == 0)
            units += checkout->lines[i].quantity;
    }
    return units;
}

/* Every line can be bought now. */
static struct status check_shelf(const struct checkout *checkout, const struct shelf_item *items, size_t count)
{
    for (size_t i = 0; i < checkout->lines_count; i++) {
        const struct order_line *line = &checkout->lines[i];
        const struct shelf_item *item = item_of(items, count, line->sku_id);

        if (!item)
            return fail(NOT_HERE, "SKU %s", line->sku_id);
        if (!item->on_shelf || item->kind != checkout->kind)
            return fail(PRODUCT_OFF_SHELF, "product %s is not on the shelf for that", item->product_id);
        if (line->pool == POOL_SKU && item->stock < line->quantity)
            return fail(STOCK_SHORT, "SKU %s has %ld units", item->sku_id, (long)item->stock);
        if (item->per_user_limit > 0 &&
            item->held + units_of_product(checkout, items, count, item->product_id) > item->per_user_limit)
            return fail(LIMIT_REACHED, "%d of product %s a person", item->per_user_limit, item->product_id);
    }
    return OK;
}

/* Most goods have none: nobody waits for his household because of them. */
static bool some_share_limit(const struct shelf_item *items, size_t count)
{
    bool some = false;

    for (size_t i = 0; i < count; i++)
        some = some || items[i].shares_limit;
    return some;
}

static void describe(struct checkout *checkout, const struct shelf_item *items, size_t count)
{
    checkout->price.weight_g = 0;
    checkout->shares_limit = some_share_limit(items, count);
    for (size_t i = 0; i < checkout->lines_count; i++) {
        struct order_line *line = &checkout->lines[i];
        const struct shelf_item *item = item_of(items, count, line->sku_id);

        line->product_id = item->product_id;
        line->product_title = item->product_title;
        line->sku_title = item->sku_title;
        line->image_url = item->image_url;
        line->weight_g = item->weight_g;
        line->list_price = line->price = item->list_price;
        checkout->price.weight_g += (int64_t)item->weight_g * line->quantity;
        checkout->no_return = checkout->no_return || (item->no_return && checkout->kind == PRODUCT_GOODS);
    }
}

/* ---- where it goes ---- */

static struct status check_way(const struct checkout *checkout)
{
    if (checkout->kind == PRODUCT_GOODS && !*checkout->address_id == !*checkout->point_id)
        return fail_field("addressId", "either an address or a pick-up point must be given");
    return OK;
}

/* A service that is done at home has an address, once it is booked: before, its household alone counts. */
static struct status read_home(struct call *call, struct checkout *checkout)
{
    struct booking_terms terms;

    TRY(booking_terms_get(call->tx, checkout->lines[0].product_id, 0, &terms));
    if (!terms.at_home)
        return limit_keys_of(call, NULL, &checkout->limit_keys);
    if (!*checkout->address_id)
        return OK;
    TRY(address_get(call->tx, checkout->address_id, call->caller->user_id, &checkout->address));
    return limit_keys_of(call, &checkout->address, &checkout->limit_keys);
}

static struct status read_way(struct call *call, struct checkout *checkout, struct delivery_rule *ret_rule)
{
    struct point point;

    checkout->limit_keys.user_id = call->caller->user_id;
    if (checkout->kind != PRODUCT_GOODS)
        return checkout->kind == PRODUCT_SERVICE ? read_home(call, checkout) : OK;
    if (!*checkout->point_id) {
        checkout->delivery = DELIVERY_EXPRESS;
        TRY(address_get(call->tx, checkout->address_id, call->caller->user_id, &checkout->address));
        TRY(limit_keys_of(call, &checkout->address, &checkout->limit_keys));
        return delivery_rule_get(call->tx, DELIVERY_RULE_EXPRESS, 0, ret_rule);
    }
    TRY(limit_keys_of(call, NULL, &checkout->limit_keys));
    checkout->delivery = DELIVERY_PICK_UP;
    TRY(point_get(call->tx, checkout->point_id, &point));
    checkout->community_id = arena_strdup(call->arena, point.community_id);
    return point.status == REVIEW_STATUS_APPROVED ? OK : fail(NOT_HERE, "point %s is not in use", checkout->point_id);
}

/* Said before a coupon is locked: the order itself decides. */
static struct status check_account(struct call *call, const struct checkout *checkout)
{
    const char *merchant_id;

    return merchant_of_lines(call->tx, checkout->lines, checkout->lines_count, checkout->community_id, &merchant_id);
}

static struct status read_all(struct call *call, struct checkout *checkout, struct delivery_rule *ret_rule)
{
    struct shelf_item *items;
    size_t count;

    TRY(call_begin_read(call));
    TRY(shelf_read(call->tx, call->caller->user_id, skus_of(call, checkout), checkout->lines_count, &items, &count));
    TRY(check_shelf(checkout, items, count));
    describe(checkout, items, count);
    TRY(lines_promise(call->tx, checkout->lines, checkout->lines_count));
    if (checkout->no_return && !checkout->no_return_accepted)
        return fail(NO_RETURN_UNSAID, "some of it can't be sent back, and the buyer has not said that he knows");
    TRY(read_way(call, checkout, ret_rule));
    if (checkout->shares_limit)
        TRY(limits_check(call, &checkout->limit_keys, checkout->lines, checkout->lines_count));
    if (checkout->kind == PRODUCT_GOODS)
        TRY(check_account(call, checkout));
    call_rollback(call);
    return OK;
}

/* Nothing is asked for what somebody fetches himself. */
static struct status price_delivery(struct checkout *checkout, const struct delivery_rule *rule)
{
    if (checkout->delivery != DELIVERY_EXPRESS)
        return OK;
    TRY(delivery_fee(rule->zones, rule->zones_count, checkout->address.region_code, checkout->pricing.goods,
                     checkout->price.weight_g, &checkout->price.delivery));
    checkout->price.delivery_rule = rule->name;
    checkout->price.delivery_rule_version = rule->version;
    checkout->price.region_code = checkout->address.region_code;
    checkout->pricing.delivery = checkout->price.delivery;
    return OK;
}

/* ---- the price ---- */

static struct status price_coupon(struct call *call, struct checkout *checkout, bool lock)
{
    fen *discount = &checkout->price.coupon;

    if (!*checkout->coupon_id)
        return OK;
    if (lock)
        TRY(coupon_lock(call, checkout->coupon_id, "", call->operation_id, checkout->lines, checkout->lines_count,
                        discount));
    else
        TRY(coupon_quote(call, checkout->coupon_id, "", checkout->lines, checkout->lines_count, discount));
    checkout->pricing.coupon_discount = *discount;
    return OK;
}

/* On what the goods cost after the coupon: points pay no delivery. */
static struct status price_points(struct call *call, struct checkout *checkout, bool lock)
{
    fen goods = checkout->pricing.amount - checkout->pricing.delivery;
    struct points_offer offer = { 0 };

    if (!lock)
        TRY(points_quote(call, goods, checkout->points, &offer));
    else if (checkout->points > 0)
        TRY(points_lock(call, call->operation_id, goods, checkout->points, &offer));
    checkout->points_available = offer.available;
    if (checkout->points == 0)
        return OK;
    checkout->price.points = offer.points;
    checkout->price.points_fen = offer.discount;
    checkout->pricing.points_discount = offer.discount;
    return OK;
}

static struct status price_discounts(struct call *call, struct checkout *checkout, bool lock)
{
    TRY(price_coupon(call, checkout, lock));
    TRY(pricing_compute(&checkout->pricing));
    TRY(price_points(call, checkout, lock));
    return pricing_compute(&checkout->pricing);
}

struct status checkout_price(struct call *call, struct checkout *checkout, bool lock)
{
    struct delivery_rule rule = { 0 };

    TRY(check_way(checkout));
    sum_up(checkout);
    TRY(read_all(call, checkout, &rule));
    checkout->price.formula = PRICE_FORMULA;
    checkout->pricing.lines = checkout->lines;
    checkout->pricing.lines_count = checkout->lines_count;
    TRY(pricing_compute(&checkout->pricing));
    TRY(price_delivery(checkout, &rule));
    return price_discounts(call, checkout, lock);
}

/* ---- the order ---- */

static struct status same_price(const struct checkout *checkout, const struct shelf_item *items, size_t count)
{
    for (size_t i = 0; i < checkout->lines_count; i++) {
        const struct shelf_item *item = item_of(items, count, checkout->lines[i].sku_id);

        if (item->list_price != checkout->lines[i].list_price || item->weight_g != checkout->lines[i].weight_g)
            return fail(PRICE_CHANGED, "SKU %s costs %ld now", item->sku_id, (long)item->list_price);
    }
    return OK;
}

struct status checkout_take(struct call *call, const struct checkout *checkout)
{
    struct shelf_units *units = arena_array(call->arena, struct shelf_units, checkout->lines_count);
    struct shelf_item *items;
    size_t count;

    if (checkout->shares_limit)
        TRY(limits_hold(call, &checkout->limit_keys, checkout->lines, checkout->lines_count));
    TRY(shelf_lock(call->tx, call->caller->user_id, skus_of(call, checkout), checkout->lines_count, &items, &count));
    TRY(check_shelf(checkout, items, count));
    TRY(same_price(checkout, items, count));
    if (some_share_limit(items, count))
        TRY(limits_check(call, &checkout->limit_keys, checkout->lines, checkout->lines_count));
    if (checkout->kind != PRODUCT_GOODS)
        return OK;
    for (size_t i = 0; i < checkout->lines_count; i++)
        units[i] = (struct shelf_units){ checkout->lines[i].sku_id, checkout->lines[i].product_id,
                                         checkout->lines[i].quantity };
    return shelf_take(call->tx, call->caller->user_id, units, checkout->lines_count);
}

static int32_t units_of(const struct checkout *checkout)
{
    int32_t units = 0;

    for (size_t i = 0; i < checkout->lines_count; i++)
        units += checkout->lines[i].quantity;
    return units;
}

struct order checkout_order(struct call *call, const struct checkout *checkout, enum campaign_kind kind,
                            const Gb__SourceClaim *source)
{
    return (struct order){
        .id = call->operation_id,
        .user_id = call->caller->user_id,
        .kind = kind,
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
        .community_id = checkout->community_id,
    };
}

struct status checkout_count(struct call *call, const struct checkout *checkout, const char *order_id)
{
    if (checkout->limit_keys.own_phone && !checkout->shares_limit)
        return OK;
    return limits_count_order(call->tx, &checkout->limit_keys, order_id);
}
