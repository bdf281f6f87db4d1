#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/round_orders.h"

#define BROUGHT_BY "团长送货上门"

struct status groupbuy_deliver_round_order(struct call *call, const Gb__DeliverRoundOrderRequest *in,
                                           Gb__RoundOrder *out)
{
    struct entry entry;
    struct round round;
    struct order order;

    TRY(entry_get(call->tx, in->order_id, &entry));
    TRY(round_own(call, entry.round_id, &round));
    TRY(order_lock(call->tx, in->order_id, NULL, &order));
    if (order.delivery != DELIVERY_DOOR)
        return fail(ORDER_NOT_SHIPPABLE, "order %s is fetched", order.id);
    TRY(order_ship(call, &order, BROUGHT_BY, "", call->caller->user_id));
    TRY(round_audit(call, &round, "deliver_round_order", "READY", order.id, NULL));
    return round_order_show(call, &entry, out);
}
