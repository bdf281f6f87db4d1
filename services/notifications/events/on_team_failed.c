#include "notifications/rpc/telling.h"

struct status notifications_on_team_failed(struct call *call, const Gb__TeamFailed *event)
{
    for (size_t i = 0; i < event->n_members; i++)
        TRY(tell(call, event->members[i]->user_id, TEAM_FAILED, event->team_id, TELL_ARGS(event->product_title)));
    return OK;
}
