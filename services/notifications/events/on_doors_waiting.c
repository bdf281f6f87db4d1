#include "notifications/rpc/telling.h"

/* After three days both hear of it. */
struct status notifications_on_doors_waiting(struct call *call, const Gb__DoorsWaiting *event)
{
    const char *orders = arena_printf(call->arena, "%ld", (long)event->orders);
    const char *since = text_time(call->arena, event->ready_at_us);

    if (event->overdue)
        TRY(tell_operators(call, event->community_id, DOORS_OVERDUE, event->round_id,
                           TELL_ARGS(event->title, orders, since)));
    return tell(call, event->leader_id, DOORS_WAITING, event->round_id, TELL_ARGS(event->title, orders, since));
}
