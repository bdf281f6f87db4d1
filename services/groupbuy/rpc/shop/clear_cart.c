#include "groupbuy/flow/cart.h"
#include "groupbuy/store/cart_store.h"

struct status groupbuy_clear_cart(struct call *call, const Gb__ClearCartRequest *in, Gb__Cart *out)
{
    (void)in;
    TRY(cart_clear(call->tx, call->caller->user_id));
    return cart_show(call, out);
}
