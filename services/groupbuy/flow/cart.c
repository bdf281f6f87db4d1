#include "groupbuy/flow/cart.h"

#include <string.h>

#include "groupbuy/store/cart_store.h"
#include "groupbuy/store/limit_store.h"
#include "groupbuy/store/merchant_store.h"
#include "rpc/timestamp.h"

/* What is in the cart, and what is known of it. */
struct shown {
    struct shelf_item *shelf;
    size_t shelf_count;
    struct product_limits *limits; /* of its products, by household */
    size_t limits_count;
};

/* Where it will go is not said yet: a household is the same everywhere. */
static bool household_has_room(const struct shown *shown, const struct shelf_item *shelf, int32_t quantity)
{
    for (size_t i = 0; i < shown->limits_count; i++) {
        const struct shared_limit *limit = &shown->limits[i].household;

        if (strcmp(shown->limits[i].product_id, shelf->product_id) == 0)
            return limit->most == 0 || limit->held + quantity <= limit->most;
    }
    return true;
}

static Gb__CartFault fault_of(const struct shown *shown, const struct shelf_item *shelf, int32_t quantity)
{
    if (!shelf->on_shelf)
        return GB__CART_FAULT__CART_OFF_SHELF;
    if (shelf->stock == 0)
        return GB__CART_FAULT__CART_SOLD_OUT;
    if (shelf->stock < quantity)
        return GB__CART_FAULT__CART_STOCK_SHORT;
    if (shelf->per_user_limit > 0 && shelf->held + quantity > shelf->per_user_limit)
        return GB__CART_FAULT__CART_OVER_LIMIT;
    if (!household_has_room(shown, shelf, quantity))
        return GB__CART_FAULT__CART_OVER_SHARED_LIMIT;
    return GB__CART_FAULT__CART_FAULT_UNSPECIFIED;
}

static Gb__CartItem *item_view(struct call *call, const struct shown *shown, const struct cart_item *item,
                               const struct shelf_item *shelf, int32_t pay_group)
{
    Gb__CartItem *out = MESSAGE(call, Gb__CartItem, gb__cart_item);

    out->sku_id = item->sku_id;
    out->product_id = shelf->product_id;
    out->product_title = shelf->product_title;
    out->sku_title = shelf->sku_title;
    out->image_url = shelf->image_url;
    out->quantity = item->quantity;
    out->price_fen = shelf->list_price;
    out->put_price_fen = item->put_price;
    out->fault = fault_of(shown, shelf, item->quantity);
    out->stock = shelf->on_shelf ? shelf->stock : 0;
    out->put_at = timestamp_new(call->arena, item->put_us);
    out->pay_group = pay_group;
    return out;
}

static const struct shelf_item *shelf_of(const struct shown *shown, const char *sku_id)
{
    for (size_t i = 0; i < shown->shelf_count; i++)
        if (strcmp(shown->shelf[i].sku_id, sku_id) == 0)
            return &shown->shelf[i];
    return NULL;
}

/* Items stand on SKUs by a foreign key: each is there. Amounts are small: 100 items of 999 units. */
static void add_item(struct call *call, const struct shown *shown, const struct cart_item *item, int32_t pay_group,
                     Gb__Cart *out)
{
    Gb__CartItem *view = item_view(call, shown, item, shelf_of(shown, item->sku_id), pay_group);
    fen line = 0, sum = 0;

    out->items[out->n_items++] = view;
    if (view->fault == GB__CART_FAULT__CART_FAULT_UNSPECIFIED && money_mul(view->price_fen, item->quantity, &line) &&
        money_add(out->goods_fen, line, &sum))
        out->goods_fen = sum;
}

/* Most goods share none, and nobody's household is looked at. */
static struct status read_limits(struct call *call, struct shown *shown)
{
    const struct limit_keys keys = { .user_id = call->caller->user_id };
    const char **products = arena_array(call->arena, const char *, shown->shelf_count);
    size_t count = 0;

    for (size_t i = 0; i < shown->shelf_count; i++)
        if (shown->shelf[i].shares_limit)
            products[count++] = shown->shelf[i].product_id;
    return count ? limits_read(call->tx, &keys, products, count, &shown->limits, &shown->limits_count) : OK;
}

struct status cart_show(struct call *call, Gb__Cart *out)
{
    struct shown shown = { .limits_count = 0 };
    struct cart_item *items;
    int32_t *pay_groups;
    size_t count;
    const char **skus;

    TRY(cart_list(call->tx, call->caller->user_id, CART_ITEMS_MAX, &items, &count));
    skus = arena_array(call->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        skus[i] = items[i].sku_id;
    TRY(shelf_read(call->tx, call->caller->user_id, skus, count, &shown.shelf, &shown.shelf_count));
    TRY(read_limits(call, &shown));
    pay_groups = arena_array(call->arena, int32_t, count);
    TRY(merchant_groups(call->tx, skus, count, pay_groups));
    out->items = arena_array(call->arena, Gb__CartItem *, count);
    for (size_t i = 0; i < count; i++)
        add_item(call, &shown, &items[i], pay_groups[i], out);
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
