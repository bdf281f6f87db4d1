#include "notifications/rpc/telling.h"

/* What the buyer has not done himself, and his new time. 0: nothing to tell. An unpaid order that lapses tells of itself. */
static int kind_of(const Gb__BookingMoved *event)
{
    if (event->rescheduled)
        return BOOKING_RESCHEDULED;
    switch (event->status) {
    case GB__BOOKING_STATUS__CONFIRMED:
        return BOOKING_CONFIRMED;
    case GB__BOOKING_STATUS__NO_SHOW:
        return BOOKING_MISSED;
    case GB__BOOKING_STATUS__BOOKING_CANCELLED:
        return event->paid && !event->by_buyer ? BOOKING_OFF : 0;
    default:
        return 0;
    }
}

struct status notifications_on_booking_moved(struct call *call, const Gb__BookingMoved *event)
{
    const char *when = text_time(call->arena, event->starts_at_us);
    int kind = kind_of(event);

    if (!kind)
        return OK;
    return tell(call, event->user_id, (enum message_kind)kind, event->booking_id,
                TELL_ARGS(event->product_title, when));
}
