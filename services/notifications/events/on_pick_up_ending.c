#include "notifications/rpc/telling.h"

struct status notifications_on_pick_up_ending(struct call *call, const Gb__PickUpEnding *event)
{
    if (event->ends_at_us == 0)
        return tell(call, event->user_id, PICK_UP_WAITS, event->order_id,
                    TELL_ARGS(event->product_title, event->point_name));
    return tell(call, event->user_id, PICK_UP_ENDING, event->order_id,
                TELL_ARGS(event->product_title, event->point_name, text_time(call->arena, event->ends_at_us)));
}
