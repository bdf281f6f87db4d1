#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/cancelling.h"

static struct status read_own(struct call *call, const char *booking_id, struct booking *ret_booking)
{
    TRY(call_begin_read(call));
    TRY(booking_look(call, booking_id, BOOKING_BUYER, ret_booking));
    call_rollback(call);
    return OK;
}

/* By the scale that was frozen with it. */
static struct status call_off(struct call *call, const char *booking_id)
{
    struct booking_terms terms;
    struct booking booking;
    struct order order;

    TRY(call_begin(call));
    TRY(booking_reach(call, booking_id, BOOKING_BUYER, &order, &booking));
    if (!booking_is_open(booking.status) || !order_is_live(order.status))
        return fail(BOOKING_ELSEWHERE, "booking %s is %s, its order %s", booking.id,
                    booking_status_name(booking.status), order_status_name(order.status));
    TRY(booking_terms_get(call->tx, booking.product_id, booking.terms_version, &terms));
    return booking_call_off(call, &order, &booking, booking_percent_now(call, &booking, &terms), call->caller->user_id);
}

struct status groupbuy_cancel_booking(struct call *call, const Gb__CancelBookingRequest *in, Gb__Booking *out)
{
    enum close_outcome outcome = CLOSE_NOT_PENDING;
    struct booking booking;

    TRY(read_own(call, in->booking_id, &booking));
    if (booking.order_status == ORDER_PENDING_PAYMENT)
        TRY(order_close(call, booking.order_id, CANCEL_BY_BUYER, call->caller->user_id, &outcome));
    if (outcome != CLOSE_CANCELLED)
        TRY(call_off(call, in->booking_id));
    TRY(booking_get(call->tx, in->booking_id, &booking));
    return booking_show(call, &booking, out);
}
