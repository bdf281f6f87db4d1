#include "notifications/rpc/telling.h"

/* Taken away, or given back. */
struct status notifications_on_leader_disabled(struct call *call, const Gb__LeaderDisabled *event)
{
    if (event->disabled)
        return tell(call, event->user_id, LEADER_DISABLED, event->community_id, TELL_ARGS(event->reason));
    return tell(call, event->user_id, LEADER_RESTORED, event->community_id, NULL, 0);
}
