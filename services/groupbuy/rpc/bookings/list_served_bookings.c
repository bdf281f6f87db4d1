#include "groupbuy/flow/bookings.h"
#include "rpc/page.h"

/* Of a service that is the caller's to run. NOT_HERE to everybody else. */
static struct status check_product(struct call *call, const char *product_id, const char **ret_opened_by)
{
    struct booking_terms terms;
    struct status provides;

    TRY(booking_terms_get(call->tx, product_id, 0, &terms));
    provides = booking_provides(call, &terms);
    *ret_opened_by = booking_opener(call, &terms);
    return failed_with(provides, FORBIDDEN) ? fail(NOT_HERE, "service %s", product_id) : provides;
}

struct status groupbuy_list_served_bookings(struct call *call, const Gb__ListServedBookingsRequest *in,
                                            Gb__ListBookingsResponse *out)
{
    bool of_product = *in->product_id;
    const char *id = of_product ? in->product_id : call->caller->user_id, *opened_by = "";
    struct booking *bookings;
    struct page page;

    if (of_product)
        TRY(check_product(call, in->product_id, &opened_by));
    TRY(page_open(call, in, PAGE_BY_ID, id, &page));
    TRY(booking_list(call->tx, of_product ? BOOKINGS_OF_PRODUCT : BOOKINGS_OF_STAFF, id, opened_by, page.after,
                     page.rows_max, &bookings, &page.count));
    out->next_page_token = page_next(call, &page, bookings[page.count - 1].id);
    out->n_bookings = page.count;
    out->bookings = MESSAGES(call, Gb__Booking, gb__booking, page.count);
    return bookings_show(call, bookings, page.count, out->bookings);
}
