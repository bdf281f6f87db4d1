#include <stdio.h>

#include "events/audit.h"
#include "groupbuy/flow/bookings.h"
#include "rpc/timestamp.h"

static struct booking_slot slot_of(struct call *call, const Gb__NewBookingSlot *in, const char *product_id)
{
    return (struct booking_slot){
        .id = id_make(call->arena),
        .product_id = product_id,
        .staff_id = in->staff_id,
        .starts_us = timestamp_us(in->starts_at),
        .ends_us = timestamp_us(in->ends_at),
        .capacity = in->capacity,
        .opened_by = call->caller->user_id,
    };
}

static struct status open_slot(struct call *call, const struct booking_slot *slot)
{
    struct status inserted = slot_insert(call->tx, slot);

    if (failed_with(inserted, UNIQUE_VIOLATION))
        return fail(STAFF_BUSY, "staff %s serves at that time already", slot->staff_id);
    return inserted;
}

struct status groupbuy_create_booking_slots(struct call *call, const Gb__CreateBookingSlotsRequest *in,
                                            Gb__ListBookingSlotsResponse *out)
{
    struct booking_terms terms;
    char field[64];

    TRY(booking_terms_get(call->tx, in->product_id, 0, &terms));
    TRY(booking_provides(call, &terms));
    out->slots = MESSAGES(call, Gb__BookingSlot, gb__booking_slot, in->n_slots);
    for (size_t i = 0; i < in->n_slots; i++) {
        struct booking_slot slot = slot_of(call, in->slots[i], in->product_id);

        snprintf(field, sizeof field, "slots[%zu].startsAt", i);
        TRY(booking_check_slot(field, slot.starts_us, slot.ends_us, call->now_us));
        TRY(open_slot(call, &slot));
        booking_slot_view(call, &slot, out->slots[out->n_slots++]);
    }
    return audit(call, &(struct audit_line){ .scope_id = *terms.community_id ? terms.community_id : NULL,
                                             .action = "create_booking_slots",
                                             .object_type = "product",
                                             .object_id = in->product_id,
                                             .after = arena_printf(call->arena, "%zu slots", in->n_slots) });
}
