#include "notifications/rpc/telling.h"

/* Who was in it before. */
struct status notifications_on_team_joined(struct call *call, const Gb__TeamJoined *event)
{
    const char *paid = arena_printf(call->arena, "%d", event->paid);
    const char *lacking = arena_printf(call->arena, "%d", event->lacking);
    const char *until = text_time(call->arena, event->deadline_us);

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], TEAM_JOINED, event->team_id,
                 TELL_ARGS(event->product_title, paid, lacking, until)));
    return OK;
}
