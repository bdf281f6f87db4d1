#include "notifications/rpc/telling.h"

/* Who fetched it himself knows. */
struct status notifications_on_order_picked_up(struct call *call, const Gb__OrderPickedUp *event)
{
    if (!event->by_other)
        return OK;
    return tell(call, event->user_id, PICKED_UP_FOR_YOU, event->order_id,
                TELL_ARGS(event->product_title, event->point_name));
}
