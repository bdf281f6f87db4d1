#include "notifications/rpc/telling.h"

struct status notifications_on_minimum_reached(struct call *call, const Gb__MinimumReached *event)
{
    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], MINIMUM_REACHED, event->round_id, TELL_ARGS(event->title)));
    return OK;
}
