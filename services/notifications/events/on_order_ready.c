#include <inttypes.h>

#include "notifications/rpc/telling.h"

/* Where it lies: shelf and the buyer's number, which a plain order has not. WeChat's character_string takes no blank,
 * nothing but ASCII, and not nothing. */
static const char *where(struct call *call, const Gb__OrderReady *event)
{
    return *event->round_id ? arena_printf(call->arena, "%s#%" PRId64, event->shelf, event->number) : "-";
}

struct status notifications_on_order_ready(struct call *call, const Gb__OrderReady *event)
{
    return tell(call, event->user_id, ORDER_READY, event->order_id,
                TELL_ARGS(event->product_title, event->place_name, where(call, event), event->hours));
}
