#include "groupbuy/flow/bookings.h"
#include "rpc/page.h"

struct status groupbuy_list_booking_slots(struct call *call, const Gb__ListBookingSlotsRequest *in,
                                          Gb__ListBookingSlotsResponse *out)
{
    struct booking_terms terms;
    struct booking_slot *slots;
    struct page page;

    TRY(booking_terms_get(call->tx, in->product_id, 0, &terms));
    TRY(page_open(call, in, PAGE_BY_TIME, in->product_id, &page));
    TRY(slot_list(call->tx, in->product_id, page.after_us, page.after, page.rows_max, &slots, &page.count));
    out->next_page_token = page_next_at(call, &page, slots[page.count - 1].starts_us, slots[page.count - 1].id);
    out->n_slots = page.count;
    out->slots = MESSAGES(call, Gb__BookingSlot, gb__booking_slot, page.count);
    for (size_t i = 0; i < page.count; i++)
        booking_slot_view(call, &slots[i], out->slots[i]);
    return OK;
}
