#include "groupbuy/flow/views.h"

/* Somebody else's order is not here. One exchange with the database reads all of it. */
struct status groupbuy_get_order(struct call *call, const Gb__GetOrderRequest *in, Gb__Order *out)
{
    const char *id = in->order_id;
    struct order_parts parts;
    struct order order;

    TRY(order_parts_ask(call, &id, 1, &parts));
    TRY(order_get(call->tx, id, call->caller->user_id, &order));
    orders_view(call, &order, 1, &parts, &out);
    return OK;
}
