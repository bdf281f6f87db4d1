#include "notifications/rpc/telling.h"

struct status notifications_on_order_cancelled(struct call *call, const Gb__OrderCancelled *event)
{
    if (event->reason == GB__CANCEL_REASON__ROUND_OFF)
        return OK; /* the round is: RoundCancelled tells everybody who has ordered */
    if (*event->reason_text)
        return tell(call, event->user_id, ORDER_CALLED_OFF, event->order_id,
                    TELL_ARGS(event->product_title, event->reason_text));
    return tell(call, event->user_id, ORDER_CANCELLED, event->order_id, TELL_ARGS(event->product_title));
}
