#include "notifications/rpc/telling.h"

/* He chose it himself when he ordered; that it has come to it he hears at once. */
struct status notifications_on_team_changed(struct call *call, const Gb__TeamChanged *event)
{
    const char *until = text_time(call->arena, event->deadline_us);

    return tell(call, event->user_id, TEAM_CHANGED, event->team_id, TELL_ARGS(event->product_title, until));
}
