#include "notifications/rpc/telling.h"

struct status notifications_on_leader_approved(struct call *call, const Gb__LeaderApproved *event)
{
    return tell(call, event->user_id, LEADER_APPROVED, event->community_id, NULL, 0);
}
