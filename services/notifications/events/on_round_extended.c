#include "notifications/rpc/telling.h"

struct status notifications_on_round_extended(struct call *call, const Gb__RoundExtended *event)
{
    const char *when = text_time(call->arena, event->ends_at_us);

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], ROUND_EXTENDED, event->round_id, TELL_ARGS(event->title, when)));
    return OK;
}
