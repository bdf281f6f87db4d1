#include "groupbuy/flow/bookings.h"

struct status groupbuy_get_booking_terms(struct call *call, const Gb__GetBookingTermsRequest *in, Gb__BookingTerms *out)
{
    struct booking_terms terms;

    TRY(booking_terms_get(call->tx, in->product_id, 0, &terms));
    booking_terms_view(call, &terms, out);
    return OK;
}
