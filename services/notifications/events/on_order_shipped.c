#include "notifications/rpc/telling.h"

struct status notifications_on_order_shipped(struct call *call, const Gb__OrderShipped *event)
{
    const char *by = text_time(call->arena, event->confirm_by_us);

    return tell(call, event->user_id, ORDER_SHIPPED, event->order_id,
                TELL_ARGS(event->product_title, event->carrier, event->tracking_number, by));
}
