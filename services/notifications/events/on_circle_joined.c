#include "notifications/rpc/telling.h"

/* The welcome of a circle, once: who comes back was welcomed before. */
struct status notifications_on_circle_joined(struct call *call, const Ct__CircleJoined *event)
{
    if (!event->first_time)
        return OK;
    return tell(call, event->user_id, CIRCLE_WELCOME, event->circle_id, TELL_ARGS(event->circle_name, event->welcome));
}
