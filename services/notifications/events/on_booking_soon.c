#include "notifications/rpc/telling.h"

struct status notifications_on_booking_soon(struct call *call, const Gb__BookingSoon *event)
{
    return tell(call, event->user_id, BOOKING_SOON, event->booking_id,
                TELL_ARGS(event->product_title, text_time(call->arena, event->starts_at_us)));
}
