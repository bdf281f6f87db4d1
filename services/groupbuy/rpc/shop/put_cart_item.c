#include "groupbuy/flow/cart.h"
#include "groupbuy/store/cart_store.h"

/* What is not on the shelf cannot be meant to be bought. */
static struct status read_price(struct call *call, const char *sku_id, fen *ret_price)
{
    struct shelf_item *items;
    size_t count;

    TRY(shelf_read(call->tx, call->caller->user_id, &sku_id, 1, &items, &count));
    if (count == 0)
        return fail(NOT_HERE, "SKU %s", sku_id);
    if (!items[0].on_shelf || items[0].kind != PRODUCT_GOODS)
        return fail(PRODUCT_OFF_SHELF, "product %s is not on the shelf", items[0].product_id);
    *ret_price = items[0].list_price;
    return OK;
}

struct status groupbuy_put_cart_item(struct call *call, const Gb__PutCartItemRequest *in, Gb__Cart *out)
{
    struct cart_item item = { .sku_id = in->sku_id, .quantity = in->quantity };
    bool full;

    TRY(read_price(call, in->sku_id, &item.put_price));
    TRY(cart_put(call->tx, call->caller->user_id, &item, CART_ITEMS_MAX, &full));
    if (full)
        return fail(CART_FULL, "a cart holds %d SKUs", CART_ITEMS_MAX);
    return cart_show(call, out);
}
