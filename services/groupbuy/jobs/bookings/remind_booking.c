#include <string.h>

#include "groupbuy/flow/bookings.h"

static struct status remind(struct call *call, const struct booking *booking)
{
    Gb__BookingSoon event = GB__BOOKING_SOON__INIT;

    event.booking_id = booking->id;
    event.user_id = booking->user_id;
    event.product_title = booking->product_title;
    event.starts_at_us = booking->slot.starts_us;
    return emit(call, booking->id, &event.base);
}

/* Its slot comes soon. One that got another slot has another job for that; one that is over or unpaid needs none. */
struct status groupbuy_remind_booking(struct call *call, const struct job *job)
{
    const char *slot_id = strchr(job->key, ':');
    struct booking booking;

    if (!slot_id)
        return fail(INTERNAL, "job %s is of no booking and slot", job->key);
    TRY(call_begin(call));
    TRY(booking_lock(call->tx, arena_strndup(call->arena, job->key, (size_t)(slot_id - job->key)), &booking));
    if (booking_is_open(booking.status) && booking.paid_us && strcmp(booking.slot_id, slot_id + 1) == 0)
        TRY(remind(call, &booking));
    return call_commit(call);
}
