#include "groupbuy/flow/bookings.h"

/* Pictures of before are taken until the work ends, those of after once it has begun. */
static bool fits(enum booking_status status, bool after_work)
{
    return after_work ? status == BOOKING_IN_SERVICE || status == BOOKING_DONE
                      : status == BOOKING_CONFIRMED || status == BOOKING_IN_SERVICE;
}

struct status groupbuy_add_booking_photos(struct call *call, const Gb__AddBookingPhotosRequest *in, Gb__Booking *out)
{
    bool after_work = in->phase == GB__PHOTO_PHASE__AFTER_WORK, added;
    struct booking booking;
    struct order order;

    TRY(booking_reach(call, in->booking_id, BOOKING_STAFF | BOOKING_PROVIDER, &order, &booking));
    if (!fits(booking.status, after_work))
        return fail(BOOKING_ELSEWHERE, "booking %s is %s", booking.id, booking_status_name(booking.status));
    TRY(booking_photos_add(call->tx, booking.id, after_work, (const char *const *)in->pictures, in->n_pictures,
                           call->caller->user_id, &added));
    if (!added)
        return fail(TOO_MANY_PHOTOS, "%d pictures a phase", BOOKING_PHOTOS_MAX);
    return booking_show(call, &booking, out);
}
