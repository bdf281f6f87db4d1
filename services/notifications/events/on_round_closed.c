#include <inttypes.h>

#include "notifications/rpc/telling.h"

/* The cut-off summary, to the leader. */
struct status notifications_on_round_closed(struct call *call, const Gb__RoundClosed *event)
{
    const char *orders = arena_printf(call->arena, "%" PRId64, event->orders);
    const char *paid = text_money(call->arena, event->paid_fen);

    return tell(call, event->leader_id, ROUND_CLOSED, event->round_id, TELL_ARGS(event->title, orders, paid));
}
