#include <inttypes.h>

#include "notifications/rpc/telling.h"

/* Where it lies: shelf and the buyer's number. WeChat's character_string takes no blank and nothing but ASCII. */
struct status notifications_on_order_ready(struct call *call, const Gb__OrderReady *event)
{
    const char *shelf = arena_printf(call->arena, "%s#%" PRId64, event->shelf, event->number);

    return tell(call, event->user_id, ORDER_READY, event->order_id,
                TELL_ARGS(event->product_title, event->place_name, shelf, event->hours));
}
