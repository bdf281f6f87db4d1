#include "events/audit.h"
#include "groupbuy/flow/bookings.h"

static const char *in_short(struct call *call, const struct booking_slot *slot)
{
    return arena_printf(call->arena, "%d places, staff %s%s", slot->capacity, slot->staff_id,
                        slot->closed ? ", closed" : "");
}

static struct status save(struct call *call, const struct booking_slot *slot)
{
    struct status saved;

    if (slot->capacity < slot->taken)
        return fail(SLOT_FULL, "%d places of slot %s are booked", slot->taken, slot->id);
    saved = slot_save(call->tx, slot);
    return failed_with(saved, UNIQUE_VIOLATION) ? fail(STAFF_BUSY, "staff %s serves at that time", slot->staff_id)
                                                : saved;
}

struct status groupbuy_update_booking_slot(struct call *call, const Gb__UpdateBookingSlotRequest *in,
                                           Gb__BookingSlot *out)
{
    struct booking_terms terms;
    struct booking_slot slot;
    const char *before;

    TRY(slot_lock(call->tx, in->slot_id, &slot));
    TRY(booking_terms_get(call->tx, slot.product_id, 0, &terms));
    TRY(booking_provides_slot(call, &terms, &slot));
    before = in_short(call, &slot);
    slot.capacity = in->capacity;
    slot.staff_id = in->staff_id;
    slot.closed = in->closed;
    TRY(save(call, &slot));
    TRY(audit(call, &(struct audit_line){ .scope_id = *terms.community_id ? terms.community_id : NULL,
                                          .action = "update_booking_slot",
                                          .object_type = "booking_slot",
                                          .object_id = slot.id,
                                          .before = before,
                                          .after = in_short(call, &slot) }));
    booking_slot_view(call, &slot, out);
    return OK;
}
