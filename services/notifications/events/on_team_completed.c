#include "notifications/rpc/telling.h"

struct status notifications_on_team_completed(struct call *call, const Gb__TeamCompleted *event)
{
    const char *size = arena_printf(call->arena, "%zu", event->n_members); /* people: nobody is in a sponsored seat */
    const char *when = text_time(call->arena, event->completed_at_us);

    for (size_t i = 0; i < event->n_members; i++) {
        const char *user_id = event->members[i]->user_id;
        TRY(tell(call, user_id, TEAM_COMPLETED, event->team_id, TELL_ARGS(event->product_title, size, when)));
    }
    return OK;
}
