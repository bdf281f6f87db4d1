#include "notifications/rpc/telling.h"

struct status notifications_on_point_decided(struct call *call, const Gb__PickUpPointDecided *event)
{
    if (event->approved)
        return tell(call, event->leader_id, POINT_APPROVED, event->point_id, TELL_ARGS(event->name));
    return tell(call, event->leader_id, POINT_DECLINED, event->point_id, TELL_ARGS(event->name, event->reason));
}
