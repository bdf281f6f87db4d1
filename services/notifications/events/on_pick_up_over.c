#include <inttypes.h>

#include "notifications/rpc/telling.h"

/* What is refunded its buyer hears, what is kept both. */
struct status notifications_on_pick_up_over(struct call *call, const Gb__PickUpOver *event)
{
    const char *number = arena_printf(call->arena, "#%" PRId64, event->number);

    if (!event->kept)
        return tell(call, event->user_id, PICK_UP_REFUNDED, event->order_id,
                    TELL_ARGS(event->product_title, text_money(call->arena, event->refund_fen)));
    TRY(tell(call, event->user_id, PICK_UP_WAITS, event->order_id, TELL_ARGS(event->product_title, event->point_name)));
    return tell(call, event->leader_id, PICK_UP_LEFT, event->order_id,
                TELL_ARGS(event->product_title, event->point_name, number));
}
