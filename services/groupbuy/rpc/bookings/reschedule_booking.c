#include <string.h>

#include "base/clock.h"
#include "groupbuy/flow/bookings.h"

#define HOUR_US (3600 * US_PER_S)

static struct status check(struct call *call, const struct order *order, const struct booking *booking,
                           const struct booking_terms *terms)
{
    int64_t left_us = booking->slot.starts_us - call->now_us;

    if (!booking_is_open(booking->status) || !order_is_live(order->status))
        return fail(BOOKING_ELSEWHERE, "booking %s is %s, its order %s", booking->id,
                    booking_status_name(booking->status), order_status_name(order->status));
    if (booking->reschedules >= terms->reschedules_max || left_us <= 0 ||
        left_us < terms->reschedule_until_hours * HOUR_US)
        return fail(RESCHEDULE_NOT_ALLOWED, "moved %d times of %d, until %d hours before", booking->reschedules,
                    terms->reschedules_max, terms->reschedule_until_hours);
    return OK;
}

/* Both slots are held: places leave one and enter the other, or neither. */
static struct status move_places(struct call *call, const struct booking *booking, const char *slot_id,
                                 struct booking_slot *ret_slot)
{
    TRY(slot_lock_two(call->tx, booking->slot_id, slot_id));
    TRY(slot_get(call->tx, slot_id, ret_slot));
    if (strcmp(ret_slot->product_id, booking->product_id) != 0 || strcmp(slot_id, booking->slot_id) == 0)
        return fail(NOT_HERE, "slot %s is no other one of service %s", slot_id, booking->product_id);
    TRY(booking_take_places(call, slot_id, booking->quantity));
    return slot_give_back(call->tx, booking->slot_id, booking->quantity);
}

struct status groupbuy_reschedule_booking(struct call *call, const Gb__RescheduleBookingRequest *in, Gb__Booking *out)
{
    struct booking_terms terms;
    struct booking_slot slot;
    struct booking booking;
    struct order order;

    TRY(booking_reach(call, in->booking_id, BOOKING_BUYER, &order, &booking));
    TRY(booking_terms_get(call->tx, booking.product_id, booking.terms_version, &terms));
    TRY(check(call, &order, &booking, &terms));
    TRY(move_places(call, &booking, in->slot_id, &slot));
    TRY(booking_reslot(call->tx, &booking, &slot, booking_percent_now(call, &booking, &terms), call->caller->user_id));
    TRY(booking_remind_later(call, &booking, &terms));
    TRY(booking_tell_rescheduled(call, &booking));
    TRY(booking_get(call->tx, booking.id, &booking));
    return booking_show(call, &booking, out);
}
