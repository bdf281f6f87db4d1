#include "events/audit.h"
#include "groupbuy/delivery.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/views.h"

struct status groupbuy_ship_order(struct call *call, const Gb__ShipOrderRequest *in, Gb__Order *out)
{
    struct order order;

    TRY(platform_act(call, "operator"));
    TRY(order_lock(call->tx, in->order_id, NULL, &order));
    TRY(order_ship(call, &order, in->carrier, in->tracking_number, call->caller->user_id));
    TRY(audit(call, &(struct audit_line){
                        .action = "ship_order",
                        .object_type = "order",
                        .object_id = order.id,
                        .before = "READY",
                        .after = arena_printf(call->arena, "SHIPPED %s %s", in->carrier, in->tracking_number) }));
    return order_show(call, &order, out);
}
