#include "notifications/rpc/telling.h"

struct status notifications_on_team_one_short(struct call *call, const Gb__TeamOneShort *event)
{
    const char *until = text_time(call->arena, event->deadline_us);

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], TEAM_ONE_SHORT, event->team_id, TELL_ARGS(event->product_title, until)));
    return OK;
}
