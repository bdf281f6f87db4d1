#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/flow/bookings.h"
#include "groupbuy/service.h"
#include "rpc/timestamp.h"

_Static_assert((int)BOOKING_BOOKED == GB__BOOKING_STATUS__BOOKED &&
                   (int)BOOKING_IN_SERVICE == GB__BOOKING_STATUS__IN_SERVICE &&
                   (int)BOOKING_DONE == GB__BOOKING_STATUS__SERVICE_DONE &&
                   (int)BOOKING_CANCELLED == GB__BOOKING_STATUS__BOOKING_CANCELLED,
               "BookingStatus");

#define HOUR_US (3600 * US_PER_S)

void booking_terms_view(struct call *call, const struct booking_terms *terms, Gb__BookingTerms *out)
{
    out->product_id = terms->product_id;
    out->version = terms->version;
    out->community_id = terms->community_id;
    out->at_home = terms->at_home;
    out->reschedules_max = terms->reschedules_max;
    out->reschedule_until_hours = terms->reschedule_until_hours;
    out->remind_hours = terms->remind_hours;
    out->n_cancellation = terms->steps_count;
    out->cancellation = MESSAGES(call, Gb__CancellationStep, gb__cancellation_step, terms->steps_count);
    for (size_t i = 0; i < terms->steps_count; i++) {
        out->cancellation[i]->hours_before = terms->steps[i].hours_before;
        out->cancellation[i]->refund_percent = terms->steps[i].refund_percent;
    }
}

void booking_slot_view(struct call *call, const struct booking_slot *slot, Gb__BookingSlot *out)
{
    out->slot_id = slot->id;
    out->product_id = slot->product_id;
    out->starts_at = timestamp_new(call->arena, slot->starts_us);
    out->ends_at = timestamp_new(call->arena, slot->ends_us);
    out->capacity = slot->capacity;
    out->left = slot->closed ? 0 : slot->capacity - slot->taken;
    out->closed = slot->closed;
    out->staff_id = slot->staff_id;
}

static fen part_of(fen goods, int32_t percent)
{
    fen part = 0;

    return money_part(goods, percent, 100, &part) ? part : 0;
}

void booking_offers_view(struct call *call, const struct booking_terms *terms, int64_t starts_us, fen goods,
                         int32_t percent_max, size_t *ret_n, Gb__CancellationOffer ***ret_offers)
{
    Gb__CancellationOffer **offers = MESSAGES(call, Gb__CancellationOffer, gb__cancellation_offer, terms->steps_count);
    size_t n = 0;

    for (size_t i = 0; i < terms->steps_count; i++) {
        int64_t until_us = starts_us - terms->steps[i].hours_before * HOUR_US;
        int32_t percent = terms->steps[i].refund_percent < percent_max ? terms->steps[i].refund_percent : percent_max;

        if (until_us < call->now_us)
            continue;
        offers[n]->until = timestamp_new(call->arena, until_us);
        offers[n]->refund_percent = percent;
        offers[n++]->refund_fen = part_of(goods, percent);
    }
    *ret_n = n;
    *ret_offers = offers;
}

/* Sealed for this booking; where the key is gone nothing is shown. */
static Gb__BookingAddress *address_view(struct call *call, const struct booking *booking)
{
    uint8_t *data;
    size_t bytes;

    if (!booking->address_sealed ||
        !vault_open(groupbuy_vault(call), call->arena, arena_printf(call->arena, "booking address %s", booking->id),
                    booking->address_key, booking->address_sealed, booking->address_sealed_bytes, &data, &bytes))
        return NULL;
    return message_unpack(call->arena, &gb__booking_address__descriptor, data, bytes);
}

static struct status show_one(struct call *call, const struct booking *booking, Gb__Booking *out)
{
    fen left = booking->amount - booking->refunded;
    struct booking_terms terms;

    TRY(booking_terms_get(call->tx, booking->product_id, booking->terms_version, &terms));
    out->booking_id = booking->id;
    out->order_id = booking->order_id;
    out->product_id = booking->product_id;
    out->product_title = booking->product_title;
    out->slot = MESSAGE(call, Gb__BookingSlot, gb__booking_slot);
    booking_slot_view(call, &booking->slot, out->slot);
    out->quantity = booking->quantity;
    out->status = (Gb__BookingStatus)booking->status;
    out->paid = booking->paid_us != 0;
    out->amount_fen = booking->amount;
    out->pay_by = timestamp_new(call->arena, booking->pay_by_us);
    out->address = address_view(call, booking);
    out->terms = MESSAGE(call, Gb__BookingTerms, gb__booking_terms);
    booking_terms_view(call, &terms, out->terms);
    out->reschedules_left = terms.reschedules_max - booking->reschedules;
    out->buyer_masked_name = name_mask(call->arena, booking->buyer_nickname);
    out->created_at = timestamp_new(call->arena, booking->created_us);
    out->server_time = timestamp_new(call->arena, call->now_us);
    if (!booking_is_open(booking->status))
        return OK;
    booking_offers_view(call, &terms, booking->slot.starts_us, left, booking->refund_percent_max, &out->n_cancellation,
                        &out->cancellation);
    out->refund_now_fen = booking->paid_us ? part_of(left, booking_percent_now(call, booking, &terms)) : 0;
    return OK;
}

static void photos_view(struct call *call, const struct booking_photo *photos, size_t count, Gb__Booking *out)
{
    out->photos = MESSAGES(call, Gb__BookingPhoto, gb__booking_photo, count);
    for (size_t i = 0; i < count; i++) {
        Gb__BookingPhoto *photo = out->photos[out->n_photos];

        if (strcmp(photos[i].booking_id, out->booking_id) != 0)
            continue;
        photo->phase = photos[i].after_work ? GB__PHOTO_PHASE__AFTER_WORK : GB__PHOTO_PHASE__BEFORE_WORK;
        photo->picture = photos[i].picture;
        photo->added_at = timestamp_new(call->arena, photos[i].added_us);
        out->n_photos++;
    }
}

struct status bookings_show(struct call *call, const struct booking *bookings, size_t count, Gb__Booking **outs)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct booking_photo *photos;
    size_t photos_count;

    for (size_t i = 0; i < count; i++) {
        ids[i] = bookings[i].id;
        TRY(show_one(call, &bookings[i], outs[i]));
    }
    TRY(booking_photos_get(call->tx, ids, count, &photos, &photos_count));
    for (size_t i = 0; i < count; i++)
        photos_view(call, photos, photos_count, outs[i]);
    return OK;
}

struct status booking_show(struct call *call, const struct booking *booking, Gb__Booking *out)
{
    return bookings_show(call, booking, 1, &out);
}
