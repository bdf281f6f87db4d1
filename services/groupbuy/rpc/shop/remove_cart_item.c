#include "groupbuy/flow/cart.h"
#include "groupbuy/store/cart_store.h"

struct status groupbuy_remove_cart_item(struct call *call, const Gb__RemoveCartItemRequest *in, Gb__Cart *out)
{
    TRY(cart_remove(call->tx, call->caller->user_id, in->sku_id));
    return cart_show(call, out);
}
