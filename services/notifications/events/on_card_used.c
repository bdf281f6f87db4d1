#include "notifications/rpc/telling.h"

struct status notifications_on_card_used(struct call *call, const Gb__CardUsed *event)
{
    const char *sessions = arena_printf(call->arena, "%d", event->sessions);
    const char *left = arena_printf(call->arena, "%d", event->sessions_left);

    return tell(call, event->user_id, event->undone ? CARD_USE_UNDONE : CARD_USED, event->card_id,
                TELL_ARGS(event->product_title, sessions, left, event->point_name));
}
