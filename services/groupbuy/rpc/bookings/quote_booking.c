#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/checkout.h"
#include "groupbuy/flow/views.h"
#include "rpc/timestamp.h"

static struct status read_slot(struct call *call, const Gb__QuoteBookingRequest *in, struct booking_slot *ret_slot,
                               struct booking_terms *ret_terms)
{
    TRY(call_begin_read(call));
    TRY(slot_get(call->tx, in->slot_id, ret_slot));
    TRY(booking_terms_get(call->tx, ret_slot->product_id, 0, ret_terms));
    call_rollback(call);
    if (ret_slot->closed || ret_slot->starts_us <= call->now_us)
        return fail(SLOT_CLOSED, "slot %s is closed or has begun", ret_slot->id);
    if (ret_slot->capacity - ret_slot->taken < in->quantity)
        return fail(SLOT_FULL, "slot %s has %d places left", ret_slot->id, ret_slot->capacity - ret_slot->taken);
    return OK;
}

struct status groupbuy_quote_booking(struct call *call, const Gb__QuoteBookingRequest *in, Gb__BookingQuote *out)
{
    Gb__BasketLine wanted = GB__BASKET_LINE__INIT, *lines[] = { &wanted };
    struct checkout checkout = {
        .kind = PRODUCT_SERVICE,
        .pool_id = in->slot_id,
        .wanted = lines,
        .wanted_count = 1,
        .address_id = "",
        .point_id = "",
        .coupon_id = in->coupon_id,
        .points = in->points,
    };
    struct booking_terms terms;
    struct booking_slot slot;

    wanted.sku_id = in->sku_id;
    wanted.quantity = in->quantity;
    TRY(read_slot(call, in, &slot, &terms));
    TRY(checkout_price(call, &checkout, false));
    out->amount_fen = checkout.pricing.amount;
    lines_view(call->arena, checkout.lines, checkout.lines_count, &out->n_lines, &out->lines);
    receipt_view(call->arena, checkout.lines, checkout.lines_count, &out->n_receipt, &out->receipt);
    out->points = checkout.price.points;
    out->points_available = checkout.points_available;
    out->terms = MESSAGE(call, Gb__BookingTerms, gb__booking_terms);
    booking_terms_view(call, &terms, out->terms);
    booking_offers_view(call, &terms, slot.starts_us, out->amount_fen, 100, &out->n_cancellation, &out->cancellation);
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
