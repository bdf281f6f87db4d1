#include "notifications/rpc/telling.h"

/* To the leader who is asked to help. */
struct status notifications_on_round_offered(struct call *call, const Gb__RoundOffered *event)
{
    const char *when = text_time(call->arena, event->ends_at_us);

    return tell(call, event->helper_id, ROUND_OFFERED, event->round_id,
                TELL_ARGS(event->leader_name, event->title, when));
}
