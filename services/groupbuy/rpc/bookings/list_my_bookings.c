#include "groupbuy/flow/bookings.h"
#include "rpc/page.h"

struct status groupbuy_list_my_bookings(struct call *call, const Gb__ListMyBookingsRequest *in,
                                        Gb__ListBookingsResponse *out)
{
    const char *me = call->caller->user_id;
    struct booking *bookings;
    struct page page;

    TRY(page_open(call, in, PAGE_BY_ID, me, &page));
    TRY(booking_list(call->tx, BOOKINGS_OF_BUYER, me, "", page.after, page.rows_max, &bookings, &page.count));
    out->next_page_token = page_next(call, &page, bookings[page.count - 1].id);
    out->n_bookings = page.count;
    out->bookings = MESSAGES(call, Gb__Booking, gb__booking, page.count);
    return bookings_show(call, bookings, page.count, out->bookings);
}
