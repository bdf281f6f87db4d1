#include "groupbuy/flow/cart.h"

struct status groupbuy_get_cart(struct call *call, const Gb__GetCartRequest *in, Gb__Cart *out)
{
    (void)in;
    return cart_show(call, out);
}
