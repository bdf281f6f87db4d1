#include "groupbuy/flow/views.h"

/* Somebody else's order is not here. */
struct status groupbuy_get_order(struct call *call, const Gb__GetOrderRequest *in, Gb__Order *out)
{
    struct order order;

    TRY(order_get(call->tx, in->order_id, call->caller->user_id, &order));
    return order_show(call, &order, out);
}
