#include "notifications/rpc/telling.h"

struct status notifications_on_round_cancelled(struct call *call, const Gb__RoundCancelled *event)
{
    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], ROUND_CANCELLED, event->round_id, TELL_ARGS(event->title, event->reason)));
    return OK;
}
