#include "groupbuy/groupbuy.h"
#include "groupbuy/stock.h"
#include "groupbuy/store/product_store.h"
#include "groupbuy/store/wish_store.h"

#define WISHES_MAX 100 /* a person */

/* Of what can be bought by everybody, when there is some. */
static struct status wish(struct call *call, const char *sku_id)
{
    struct product product;
    struct sku sku;
    bool full;

    TRY(sku_lock(call->tx, sku_id, &sku, &product));
    if (product.status != SHELF_ON || product.kind != PRODUCT_GOODS)
        return fail(NOT_HERE, "SKU %s", sku_id);
    if (sku.stock > 0)
        return fail(STOCK_THERE, "SKU %s has %ld units", sku_id, (long)sku.stock);
    TRY(wish_add(call->tx, sku_id, call->caller->user_id, WISHES_MAX, &full));
    return full ? fail(TOO_MANY_WISHES, "%d at most", WISHES_MAX) : OK;
}

struct status groupbuy_tell_when_back(struct call *call, const Gb__TellWhenBackRequest *in, Gb__StockWish *out)
{
    if (in->off)
        TRY(wish_remove(call->tx, in->sku_id, call->caller->user_id));
    else
        TRY(wish(call, in->sku_id));
    out->sku_id = in->sku_id;
    out->wanted = !in->off;
    return OK;
}
