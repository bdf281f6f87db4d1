#include "notifications/rpc/telling.h"

struct status notifications_on_leader_declined(struct call *call, const Gb__LeaderDeclined *event)
{
    return tell(call, event->user_id, LEADER_DECLINED, event->community_id, TELL_ARGS(event->reason));
}
