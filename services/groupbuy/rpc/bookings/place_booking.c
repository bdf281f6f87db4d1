#include <string.h>

#include "groupbuy/flow/addresses.h"
#include "groupbuy/flow/bookings.h"
#include "groupbuy/flow/checkout.h"
#include "groupbuy/flow/holds.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/service.h"
#include "groupbuy/store/shelf_store.h"

/* Of all places of the service that the buyer holds; his row of the product is locked. */
static struct status check_limit(struct call *call, const struct order_line *line)
{
    struct shelf_item *items;
    int64_t held;
    size_t count;

    TRY(shelf_read(call->tx, call->caller->user_id, &line->sku_id, 1, &items, &count));
    TRY(booking_places_of(call->tx, call->caller->user_id, line->product_id, &held));
    if (items[0].per_user_limit > 0 && held + line->quantity > items[0].per_user_limit)
        return fail(LIMIT_REACHED, "%d places of %s a person", items[0].per_user_limit, line->product_id);
    return OK;
}

/* Where it is done, sealed for this booking alone. */
static struct status seal_address(struct call *call, const Gb__PlaceBookingRequest *in, struct booking *booking)
{
    const struct vault *vault = groupbuy_vault(call);
    Gb__BookingAddress sealed = GB__BOOKING_ADDRESS__INIT;
    struct address address;
    uint8_t *data;
    size_t bytes;

    if (!*in->address_id)
        return fail_field("addressId", "must say where it is done");
    TRY(address_get(call->tx, in->address_id, call->caller->user_id, &address));
    sealed.name = address.name;
    sealed.phone = address_phone(call, &address);
    sealed.region_name = address.region_name;
    sealed.street = address.street;
    if (!sealed.phone)
        return fail(INTERNAL, "the phone of address %s cannot be opened", address.id);
    data = message_pack(call->arena, &sealed.base, &bytes);
    booking->address_sealed =
        vault_seal(vault, call->arena, arena_printf(call->arena, "booking address %s", booking->id), data, bytes,
                   &booking->address_sealed_bytes);
    booking->address_key = vault_key_id(vault);
    return OK;
}

static struct status insert(struct call *call, const Gb__PlaceBookingRequest *in, const struct booking_slot *slot,
                            const struct booking_terms *terms, const struct order *order)
{
    struct booking booking = {
        .id = id_make(call->arena),
        .order_id = order->id,
        .user_id = order->user_id,
        .product_id = slot->product_id,
        .slot_id = slot->id,
        .quantity = in->quantity,
        .terms_version = terms->version,
        .status = BOOKING_BOOKED,
        .slot = *slot,
        .product_title = order->product_title,
    };

    if (terms->at_home)
        TRY(seal_address(call, in, &booking));
    TRY(booking_insert(call->tx, &booking));
    TRY(booking_remind_later(call, &booking, terms));
    return booking_tell_placed(call, &booking);
}

/* Places first: a slot is locked before buyers, SKUs and products. */
static struct status place(struct call *call, const Gb__PlaceBookingRequest *in, struct checkout *checkout,
                           Gb__Booking *out)
{
    struct booking_terms terms;
    struct booking_slot slot;
    struct booking booking;
    struct order order;
    bool found;

    TRY(call_begin(call));
    TRY(slot_get(call->tx, in->slot_id, &slot));
    if (strcmp(slot.product_id, checkout->lines[0].product_id) != 0)
        return fail(NOT_HERE, "SKU %s in slot %s", in->sku_id, slot.id);
    TRY(booking_terms_get(call->tx, slot.product_id, 0, &terms));
    TRY(booking_take_places(call, slot.id, in->quantity));
    TRY(checkout_take(call, checkout));
    TRY(check_limit(call, &checkout->lines[0]));
    order = checkout_order(call, checkout, KIND_BOOKING, in->source);
    order.community_id = terms.community_id;
    if (order.pay_by_us > slot.starts_us)
        order.pay_by_us = slot.starts_us;
    TRY(order_insert(call->tx, &order, checkout->lines, checkout->lines_count, call->caller->user_id));
    TRY(checkout_count(call, checkout, order.id));
    TRY(order_price_insert(call->tx, order.id, &checkout->price));
    TRY(tell_order_placed(call, &order, &checkout->lines[0]));
    TRY(insert(call, in, &slot, &terms, &order));
    TRY(booking_lock_of_order(call->tx, order.id, &booking, &found));
    return booking_show(call, &booking, out);
}

struct status groupbuy_place_booking(struct call *call, const Gb__PlaceBookingRequest *in, Gb__Booking *out)
{
    Gb__BasketLine wanted = GB__BASKET_LINE__INIT, *lines[] = { &wanted };
    struct checkout checkout = {
        .kind = PRODUCT_SERVICE,
        .pool_id = in->slot_id,
        .wanted = lines,
        .wanted_count = 1,
        .address_id = in->address_id,
        .point_id = "",
        .coupon_id = in->coupon_id,
        .points = in->points,
    };

    holds_for_order(call, in->coupon_id, in->points);
    wanted.sku_id = in->sku_id;
    wanted.quantity = in->quantity;
    TRY(checkout_price(call, &checkout, true));
    return place(call, in, &checkout, out);
}
