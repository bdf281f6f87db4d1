#include "base/clock.h"
#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/fulfilling.h"

/* Nobody begins ahead of time: the buyer could not call it off any more. */
static struct status check_time(struct call *call, const struct booking *booking, enum booking_status to)
{
    int64_t early_us = to == BOOKING_IN_SERVICE ? BOOKING_BEGIN_S * US_PER_S : 0;

    if ((to == BOOKING_IN_SERVICE || to == BOOKING_NO_SHOW) && call->now_us < booking->slot.starts_us - early_us)
        return fail(BOOKING_TOO_EARLY, "booking %s is for later", booking->id);
    return OK;
}

static struct status check(struct call *call, const struct order *order, const struct booking *booking,
                           enum booking_status to)
{
    if (!booking_may_move(booking->status, to) || (booking_is_open(booking->status) && !order_is_live(order->status)))
        return fail(BOOKING_ELSEWHERE, "booking %s is %s, its order %s", booking->id,
                    booking_status_name(booking->status), order_status_name(order->status));
    return check_time(call, booking, to);
}

struct status groupbuy_move_booking(struct call *call, const Gb__MoveBookingRequest *in, Gb__Booking *out)
{
    enum booking_status to = (enum booking_status)in->to;
    const char *actor = call->caller->user_id;
    struct booking booking;
    struct order order;

    TRY(booking_reach(call, in->booking_id, BOOKING_STAFF | BOOKING_PROVIDER, &order, &booking));
    TRY(check(call, &order, &booking, to));
    if (to == BOOKING_CANCELLED)
        TRY(booking_call_off(call, &order, &booking, 100, actor));
    else
        TRY(booking_move(call, &booking, to, actor, "served"));
    if (to == BOOKING_DONE || to == BOOKING_NO_SHOW)
        TRY(order_end(call, &order, actor, to == BOOKING_DONE ? "service done" : "nobody came"));
    TRY(booking_get(call->tx, booking.id, &booking));
    return booking_show(call, &booking, out);
}
