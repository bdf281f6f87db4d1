/* A service that is sold, its slots, and what people do with them: bookings_test.c and booking_slots_test.c. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_BOOKINGS_H
#define LINLI_TESTS_STORE_GROUPBUY_BOOKINGS_H

#include "groupbuy/bookings.h"
#include "groupbuy/domain/booking.h"
#include "groupbuy/leaders.h"
#include "store/groupbuy/baskets.h"

#define HOURS     INT64_C(3600)
#define COMMUNITY user_n(&shop.clerk, 400)

/* ---- a service ---- */

struct service_sold {
    const char *product;
    const char *sku; /* 99.99 a place */
};

static inline struct service_sold service_of(int32_t limit, Gb__ProductKind kind)
{
    Gb__CreateProductRequest product = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__SetProductStatusRequest shelf = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__NewSku sku = GB__NEW_SKU__INIT, *skus[] = { &sku };
    Gb__Product made = GB__PRODUCT__INIT, shown = GB__PRODUCT__INIT;

    product.title = "空调清洗";
    product.category = "到家";
    product.seller_name = "云山家政";
    product.seller_licence = "JZ1";
    product.kind = kind;
    product.per_user_limit = limit;
    product.skus = skus;
    product.n_skus = 1;
    sku.title = "一台";
    sku.list_price_fen = 9999;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &product, &made));
    shelf.product_id = made.product_id;
    shelf.status = GB__PRODUCT_STATUS__ON_SHELF;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &shelf, &shown));
    return (struct service_sold){ made.product_id, made.skus[0]->sku_id };
}

/* 48 h: all of it, 24 h: half, 2 h: a tenth; one move, until 4 h before; reminded 2 h before. */
static inline struct status publish(const char *product, const char *community, bool at_home, Gb__BookingTerms *out)
{
    Gb__PublishBookingTermsRequest in = GB__PUBLISH_BOOKING_TERMS_REQUEST__INIT;
    Gb__CancellationStep a = GB__CANCELLATION_STEP__INIT, b = GB__CANCELLATION_STEP__INIT,
                         c = GB__CANCELLATION_STEP__INIT, *steps[] = { &b, &a, &c };

    a.hours_before = 48;
    a.refund_percent = 100;
    b.hours_before = 24;
    b.refund_percent = 50;
    c.hours_before = 2;
    c.refund_percent = 10;
    in.product_id = product;
    in.community_id = community;
    in.at_home = at_home;
    in.reschedules_max = 1;
    in.reschedule_until_hours = 4;
    in.remind_hours = 2;
    in.cancellation = steps;
    in.n_cancellation = 3;
    neighbours.community = COMMUNITY;
    gb__booking_terms__init(out);
    return clerk_end(&shop.clerk, groupbuy_publish_booking_terms(clerk_call(&shop.clerk, OPERATOR), &in, out));
}

static inline struct service_sold cleaning(void)
{
    struct service_sold sold = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE);
    Gb__BookingTerms terms;

    assert_ok(publish(sold.product, "", false, &terms));
    return sold;
}

static inline struct status try_slot(struct clerk *clerk, const char *user, const char *product, int64_t in_s,
                                     int32_t places, const char *staff, const char **ret_slot)
{
    Gb__CreateBookingSlotsRequest in = GB__CREATE_BOOKING_SLOTS_REQUEST__INIT;
    Gb__NewBookingSlot slot = GB__NEW_BOOKING_SLOT__INIT, *slots[] = { &slot };
    Gb__ListBookingSlotsResponse out = GB__LIST_BOOKING_SLOTS_RESPONSE__INIT;
    struct call *call = clerk_call(clerk, user);

    slot.starts_at = timestamp_new(&clerk->arena, clock_unix_us() + in_s * US_PER_S);
    slot.ends_at = timestamp_new(&clerk->arena, clock_unix_us() + (in_s + 3600) * US_PER_S);
    slot.capacity = places;
    slot.staff_id = staff;
    in.product_id = product;
    in.slots = slots;
    in.n_slots = 1;
    TRY(call_begin(call));
    TRY(clerk_end(clerk, groupbuy_create_booking_slots(call, &in, &out)));
    if (ret_slot)
        *ret_slot = out.slots[0]->slot_id;
    return OK;
}

static const char *slot_in(const struct service_sold *sold, int64_t in_s, int32_t places)
{
    const char *slot = NULL;

    assert_ok(try_slot(&shop.clerk, OPERATOR, sold->product, in_s, places, "", &slot));
    return slot;
}

/* As if it were so soon: what waiting would do. */
static inline void slot_comes_in(const char *slot, int64_t in_s)
{
    test_sql(shop.db,
             "update booking_slots set starts_at = now() + make_interval(secs => $2), ends_at = now() +"
             " make_interval(secs => $2 + 3600) where id = $1",
             db_id(slot), db_int(in_s));
}

static inline int64_t taken(const char *slot)
{
    return test_sql_int(shop.db, "select taken from booking_slots where id = $1", db_id(slot));
}

/* ---- doing ---- */

static inline struct status book_as(struct clerk *clerk, const char *user, const struct service_sold *sold,
                                    const char *slot, int32_t places, const char *address, const char *coupon,
                                    Gb__Booking *out)
{
    Gb__PlaceBookingRequest in = GB__PLACE_BOOKING_REQUEST__INIT;

    in.slot_id = slot;
    in.sku_id = sold->sku;
    in.quantity = places;
    in.address_id = address;
    in.coupon_id = coupon;
    in.points = points_to_use;
    gb__booking__init(out);
    return clerk_end(clerk, groupbuy_place_booking(clerk_call(clerk, user), &in, out));
}

#define BOOK(user, sold, slot, places, out) book_as(&shop.clerk, user, sold, slot, places, "", "", out)

static inline struct seat paid_booking(const char *user, const struct service_sold *sold, const char *slot,
                                       int32_t places, Gb__Booking *out)
{
    struct seat seat;

    assert_ok(BOOK(user, sold, slot, places, out));
    seat = (struct seat){ .user = user, .order = out->order_id };
    pay(&seat);
    assert_order(&seat, "READY");
    return seat;
}

static inline struct status cancel(const char *user, const char *booking, Gb__Booking *out)
{
    Gb__CancelBookingRequest in = GB__CANCEL_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    gb__booking__init(out);
    return clerk_end(&shop.clerk, groupbuy_cancel_booking(clerk_call(&shop.clerk, user), &in, out));
}

static inline struct status move(const char *user, const char *booking, Gb__BookingStatus to, Gb__Booking *out)
{
    Gb__MoveBookingRequest in = GB__MOVE_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    in.to = to;
    gb__booking__init(out);
    return CALL_IN_TX(user, groupbuy_move_booking, &in, out);
}

static inline struct status reschedule(const char *user, const char *booking, const char *slot, Gb__Booking *out)
{
    Gb__RescheduleBookingRequest in = GB__RESCHEDULE_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    in.slot_id = slot;
    gb__booking__init(out);
    return CALL_IN_TX(user, groupbuy_reschedule_booking, &in, out);
}

static inline struct status get(const char *user, const char *booking, Gb__Booking *out)
{
    Gb__GetBookingRequest in = GB__GET_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    gb__booking__init(out);
    return CALL_IN_TX(user, groupbuy_get_booking, &in, out);
}

static inline fen refunded(const struct seat *seat)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1",
                        db_id(seat->order));
}

/* Places are those of bookings that are not cancelled, and no staff serves twice at once. */
static inline int places_balance(void **state)
{
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from booking_slots s where taken > capacity or taken <> (select"
                                  " coalesce(sum(quantity), 0) from bookings b where b.slot_id = s.id and b.status <>"
                                  " 'CANCELLED')"),
                     0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from booking_slots a join booking_slots b on a.staff_id ="
                                           " b.staff_id and a.id < b.id and a.starts_at < b.ends_at and b.starts_at <"
                                           " a.ends_at where not a.closed and not b.closed"),
                     0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from bookings b join order_lines l on l.order_id = b.order_id"
                                  " where l.pool <> 'SLOT' or l.pool_id <> b.slot_id"),
                     0);
    return balanced(state);
}

#define BOOKING_TEST(name) cmocka_unit_test_setup_teardown(name, fresh, places_balance)

#endif
