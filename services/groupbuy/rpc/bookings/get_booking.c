#include "groupbuy/flow/bookings.h"

struct status groupbuy_get_booking(struct call *call, const Gb__GetBookingRequest *in, Gb__Booking *out)
{
    struct booking booking;

    TRY(booking_look(call, in->booking_id, BOOKING_BUYER | BOOKING_STAFF | BOOKING_PROVIDER, &booking));
    return booking_show(call, &booking, out);
}
