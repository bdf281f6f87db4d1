/* Services that are booked, on a real PostgreSQL: the table of moves, places that are never booked twice, staff that
 * serves once at a time, what goes back by the scale that was frozen with the order, who may touch what. */
#include <pthread.h>

#include "groupbuy/bookings.h"
#include "groupbuy/domain/booking.h"
#include "groupbuy/leaders.h"
#include "store/groupbuy/baskets.h"

#define HOURS       INT64_C(3600)
#define COMMUNITY   user_n(&shop.clerk, 400)
#define RIVALS      40
#define RIVAL_TRIES 200

static int up(void **state)
{
    return seats_up(state, "gb_bookings");
}

/* ---- a service ---- */

struct service_sold {
    const char *product;
    const char *sku; /* 99.99 a place */
};

static struct service_sold service_of(int32_t limit, Gb__ProductKind kind)
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
static struct status publish(const char *product, const char *community, bool at_home, Gb__BookingTerms *out)
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

static struct service_sold cleaning(void)
{
    struct service_sold sold = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE);
    Gb__BookingTerms terms;

    assert_ok(publish(sold.product, "", false, &terms));
    return sold;
}

static struct status try_slot(struct clerk *clerk, const char *user, const char *product, int64_t in_s, int32_t places,
                              const char *staff, const char **ret_slot)
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
static void slot_comes_in(const char *slot, int64_t in_s)
{
    test_sql(shop.db,
             "update booking_slots set starts_at = now() + make_interval(secs => $2), ends_at = now() +"
             " make_interval(secs => $2 + 3600) where id = $1",
             db_id(slot), db_int(in_s));
}

static int64_t taken(const char *slot)
{
    return test_sql_int(shop.db, "select taken from booking_slots where id = $1", db_id(slot));
}

/* ---- doing ---- */

static struct status book_as(struct clerk *clerk, const char *user, const struct service_sold *sold, const char *slot,
                             int32_t places, const char *address, const char *coupon, Gb__Booking *out)
{
    Gb__PlaceBookingRequest in = GB__PLACE_BOOKING_REQUEST__INIT;

    in.slot_id = slot;
    in.sku_id = sold->sku;
    in.quantity = places;
    in.address_id = address;
    in.coupon_id = coupon;
    gb__booking__init(out);
    return clerk_end(clerk, groupbuy_place_booking(clerk_call(clerk, user), &in, out));
}

#define BOOK(user, sold, slot, places, out) book_as(&shop.clerk, user, sold, slot, places, "", "", out)

static struct seat paid_booking(const char *user, const struct service_sold *sold, const char *slot, int32_t places,
                                Gb__Booking *out)
{
    struct seat seat;

    assert_ok(BOOK(user, sold, slot, places, out));
    seat = (struct seat){ .user = user, .order = out->order_id };
    pay(&seat);
    assert_order(&seat, "READY");
    return seat;
}

static struct status cancel(const char *user, const char *booking, Gb__Booking *out)
{
    Gb__CancelBookingRequest in = GB__CANCEL_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    gb__booking__init(out);
    return clerk_end(&shop.clerk, groupbuy_cancel_booking(clerk_call(&shop.clerk, user), &in, out));
}

static struct status move(const char *user, const char *booking, Gb__BookingStatus to, Gb__Booking *out)
{
    Gb__MoveBookingRequest in = GB__MOVE_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    in.to = to;
    gb__booking__init(out);
    return CALL_IN_TX(user, groupbuy_move_booking, &in, out);
}

static struct status reschedule(const char *user, const char *booking, const char *slot, Gb__Booking *out)
{
    Gb__RescheduleBookingRequest in = GB__RESCHEDULE_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    in.slot_id = slot;
    gb__booking__init(out);
    return CALL_IN_TX(user, groupbuy_reschedule_booking, &in, out);
}

static struct status get(const char *user, const char *booking, Gb__Booking *out)
{
    Gb__GetBookingRequest in = GB__GET_BOOKING_REQUEST__INIT;

    in.booking_id = booking;
    gb__booking__init(out);
    return CALL_IN_TX(user, groupbuy_get_booking, &in, out);
}

static fen refunded(const struct seat *seat)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1",
                        db_id(seat->order));
}

/* Places are those of bookings that are not cancelled, and no staff serves twice at once. */
static int places_balance(void **state)
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

/* ---- the table ---- */

static void the_moves_are_those_of_the_domain(void **state)
{
    struct rows *rows = test_sql(shop.db, "select from_status, to_status from booking_moves");

    (void)state;
    assert_int_equal(rows_count(rows), booking_moves_count);
    for (int row = 0; row < rows_count(rows); row++)
        assert_true(
            booking_may_move(booking_status_of(rows_text(rows, row, 0)), booking_status_of(rows_text(rows, row, 1))));
}

static void a_move_that_is_none_is_refused_below(void **state)
{
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 2);
    struct rows *rows;
    Gb__Booking booking;

    (void)state;
    assert_ok(BOOK(user_n(&shop.clerk, 1), &sold, slot, 1, &booking));
    assert_fails(db_run(shop.db, &shop.clerk.arena, &rows,
                        "update bookings set status = 'DONE', version = version + 1, closed_at = now() where id = $1",
                        db_id(booking.booking_id)),
                 CHECK_VIOLATION);
    assert_fails(db_run(shop.db, &shop.clerk.arena, &rows, "update bookings set status = 'CONFIRMED' where id = $1",
                        db_id(booking.booking_id)),
                 CHECK_VIOLATION);
    assert_fails(
        db_run(shop.db, &shop.clerk.arena, &rows, "update booking_slots set taken = 3 where id = $1", db_id(slot)),
        CHECK_VIOLATION);
}

/* ---- places ---- */

struct rival {
    struct clerk clerk;
    const char *user, *slot;
    const struct service_sold *sold;
    int got;
    bool gave_up;
};

static void *race(void *context)
{
    struct rival *rival = context;

    for (int try = 0; try < RIVAL_TRIES; try++) {
        Gb__Booking booking;
        struct status status = book_as(&rival->clerk, rival->user, rival->sold, rival->slot, 1, "", "", &booking);

        if (ok(status))
            rival->got++;
        if (failed_with(status, SLOT_FULL))
            return rival;
        if (!ok(status) && status.code != CODE_ABORTED)
            break;
    }
    rival->gave_up = true;
    return rival;
}

/* Forty connections want the same slot until it is full. */
static void capacity_is_never_exceeded(void **state)
{
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 57);
    struct rival *rivals = calloc(RIVALS, sizeof *rivals);
    pthread_t threads[RIVALS];
    int got = 0;

    (void)state;
    for (int i = 0; i < RIVALS; i++) {
        rivals[i] = (struct rival){ .user = user_n(&shop.clerk, 500 + i), .slot = slot, .sold = &sold };
        clerk_up(&shop, &rivals[i].clerk);
    }
    for (int i = 0; i < RIVALS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, &rivals[i]), 0);
    for (int i = 0; i < RIVALS; i++) {
        pthread_join(threads[i], NULL);
        assert_false(rivals[i].gave_up);
        got += rivals[i].got;
        clerk_down(&rivals[i].clerk);
    }
    assert_int_equal(got, 57);
    assert_int_equal(taken(slot), 57);
    free(rivals);
}

static void *race_for_staff(void *context)
{
    struct rival *rival = context;

    for (int try = 0; try < RIVAL_TRIES; try++) {
        struct status status =
            try_slot(&rival->clerk, OPERATOR, rival->sold->product, 96 * HOURS, 1, rival->user, NULL);

        rival->got += ok(status);
        if (ok(status) || failed_with(status, STAFF_BUSY))
            return rival;
        if (status.code != CODE_ABORTED)
            break;
    }
    rival->gave_up = true;
    return rival;
}

static void staff_never_serves_twice_at_the_same_time(void **state)
{
    const char *staff = user_n(&shop.clerk, 600), *slot;
    struct service_sold sold = cleaning();
    struct rival *rivals = calloc(8, sizeof *rivals);
    pthread_t threads[8];
    int got = 0;

    (void)state;
    for (int i = 0; i < 8; i++) {
        rivals[i] = (struct rival){ .user = staff, .sold = &sold };
        clerk_up(&shop, &rivals[i].clerk);
    }
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race_for_staff, &rivals[i]), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        assert_false(rivals[i].gave_up);
        got += rivals[i].got;
        clerk_down(&rivals[i].clerk);
    }
    assert_int_equal(got, 1);
    free(rivals);
    assert_fails(try_slot(&shop.clerk, OPERATOR, sold.product, 96 * HOURS + 1800, 1, staff, NULL), STAFF_BUSY);
    assert_ok(try_slot(&shop.clerk, OPERATOR, sold.product, 98 * HOURS, 1, staff, &slot));
}

static void a_slot_takes_other_staff_and_never_fewer_places_than_are_booked(void **state)
{
    const char *staff = user_n(&shop.clerk, 601);
    Gb__UpdateBookingSlotRequest in = GB__UPDATE_BOOKING_SLOT_REQUEST__INIT;
    Gb__BookingSlot slot = GB__BOOKING_SLOT__INIT;
    struct service_sold sold = cleaning();
    Gb__Booking booking;

    (void)state;
    in.slot_id = slot_in(&sold, 72 * HOURS, 5);
    assert_ok(BOOK(user_n(&shop.clerk, 1), &sold, in.slot_id, 3, &booking));
    in.capacity = 2;
    assert_fails(CALL_IN_TX(OPERATOR, groupbuy_update_booking_slot, &in, &slot), SLOT_FULL);
    in.capacity = 3;
    in.staff_id = staff;
    in.closed = true;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_update_booking_slot, &in, &slot));
    assert_int_equal(slot.left, 0);
    assert_fails(BOOK(user_n(&shop.clerk, 2), &sold, in.slot_id, 1, &booking), SLOT_CLOSED);
    assert_fails(try_slot(&shop.clerk, OPERATOR, sold.product, 72 * HOURS, 1, staff, NULL), STAFF_BUSY);
}

static void what_cannot_be_booked_is_refused_and_nothing_is_kept(void **state)
{
    struct service_sold sold = cleaning(), other = cleaning(), few = service_of(2, GB__PRODUCT_KIND__PRODUCT_SERVICE),
                        home = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE),
                        things = service_of(0, GB__PRODUCT_KIND__PRODUCT_GOODS);
    const char *ann = user_n(&shop.clerk, 1), *slot = slot_in(&sold, 72 * HOURS, 3), *first, *at_home;
    int64_t before = test_sql_int(shop.db, "select count(*) from orders");
    Gb__BookingTerms terms;
    Gb__Booking booking;
    Gb__Order order;

    (void)state;
    assert_fails(publish(things.product, "", false, &terms), FIELDS_INVALID);
    assert_ok(publish(few.product, "", false, &terms));
    assert_ok(publish(home.product, "", true, &terms));
    first = slot_in(&few, 72 * HOURS, 9);
    at_home = slot_in(&home, 72 * HOURS, 9);
    assert_fails(BOOK(ann, &sold, slot, 4, &booking), SLOT_FULL);
    assert_fails(BOOK(ann, &other, slot, 1, &booking), NOT_HERE);
    assert_fails(BOOK(ann, &things, slot, 1, &booking), PRODUCT_OFF_SHELF);
    assert_fails(BOOK(ann, &sold, ann, 1, &booking), NOT_HERE);
    assert_fails(BOOK(ann, &few, first, 3, &booking), LIMIT_REACHED);
    assert_fails(BOOK(ann, &home, at_home, 1, &booking), FIELDS_INVALID);
    wechat.coupon_refused = true;
    assert_fails(book_as(&shop.clerk, ann, &sold, slot, 1, "", user_n(&shop.clerk, 77), &booking), COUPON_NOT_USABLE);
    wechat.coupon_refused = false;
    set_rule(600);
    assert_fails(ORDER(ann, address_of(ann, "530102"), "", &order, { sold.sku, 1 }), PRODUCT_OFF_SHELF);
    slot_comes_in(slot, -1);
    assert_fails(BOOK(ann, &sold, slot, 1, &booking), SLOT_CLOSED);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders"), before);
    assert_ok(BOOK(ann, &few, first, 2, &booking));
    assert_fails(BOOK(ann, &few, first, 1, &booking), LIMIT_REACHED); /* those before count */
}

static void an_unpaid_booking_gives_its_places_back(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 2);
    Gb__Booking booking, now;
    struct seat seat;

    (void)state;
    assert_ok(BOOK(ann, &sold, slot, 2, &booking));
    assert_int_equal(booking.status, GB__BOOKING_STATUS__BOOKED);
    assert_int_equal(taken(slot), 2);
    assert_fails(BOOK(user_n(&shop.clerk, 2), &sold, slot, 1, &now), SLOT_FULL);
    assert_fails(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now), BOOKING_ELSEWHERE);
    seat = (struct seat){ .user = ann, .order = booking.order_id };
    test_sql(shop.db, "update orders set pay_by = now() - interval '1 s', version = version + 1 where id = $1",
             db_id(seat.order));
    assert_ok(run_job("close_unpaid", seat.order, groupbuy_close_unpaid));
    assert_ok(get(ann, booking.booking_id, &now));
    assert_int_equal(now.status, GB__BOOKING_STATUS__BOOKING_CANCELLED);
    assert_int_equal(taken(slot), 0);
    assert_ok(BOOK(ann, &sold, slot, 1, &booking));
    assert_ok(cancel(ann, booking.booking_id, &now));
    assert_int_equal(now.status, GB__BOOKING_STATUS__BOOKING_CANCELLED);
    assert_int_equal(taken(slot), 0);
    assert_fails(cancel(ann, booking.booking_id, &now), BOOKING_ELSEWHERE);
}

/* ---- money ---- */

/* The scale is that of the day it was booked, to the fen; what stays is earned when the order is completed. */
static void what_goes_back_follows_the_frozen_scale(void **state)
{
    static const struct {
        int64_t left_s;
        fen back;
        const char *order;
    } cases[] = { { 49 * HOURS, 9999, "CANCELLED" },
                  { 25 * HOURS, 4999, "FULFILLED" },
                  { 3 * HOURS, 999, "FULFILLED" },
                  { 1 * HOURS, 0, "FULFILLED" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct service_sold sold = cleaning();
        const char *ann = user_n(&shop.clerk, 10 + (int)i), *slot = slot_in(&sold, 72 * HOURS, 1);
        Gb__Booking booking, now;
        struct seat seat = paid_booking(ann, &sold, slot, 1, &booking);

        test_sql(shop.db,
                 "insert into booking_terms select product_id, (select max(version) + 1 from booking_terms"
                 " where product_id = $1), community_id, at_home, 0, 0, 0, created_by from booking_terms"
                 " where product_id = $1 and version = 1",
                 db_id(sold.product)); /* later terms give nothing back */
        slot_comes_in(slot, cases[i].left_s);
        assert_ok(get(ann, booking.booking_id, &now));
        assert_int_equal(now.refund_now_fen, cases[i].back);
        assert_ok(cancel(ann, booking.booking_id, &now));
        assert_int_equal(now.status, GB__BOOKING_STATUS__BOOKING_CANCELLED);
        assert_int_equal(refunded(&seat), cases[i].back);
        assert_int_equal(taken(slot), 0);
        assert_order(&seat, cases[i].order);
        drive_refunds(&seat);
        if (cases[i].back < 9999)
            assert_order(&seat, "FULFILLED");
        else
            assert_order(&seat, "REFUNDED");
        assert_fails(cancel(ann, booking.booking_id, &now), BOOKING_ELSEWHERE);
    }
}

static void who_serves_calls_it_off_and_all_of_it_goes_back(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 1);
    Gb__Booking booking, now;
    struct seat seat = paid_booking(ann, &sold, slot, 1, &booking);

    (void)state;
    slot_comes_in(slot, 60);
    assert_ok(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__BOOKING_CANCELLED, &now));
    assert_int_equal(refunded(&seat), 9999);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(taken(slot), 0);
}

static void an_order_that_is_refunded_ends_its_booking(void **state)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 1);
    Gb__Order order = GB__ORDER__INIT;
    Gb__Booking booking, now;
    struct seat seat = paid_booking(user_n(&shop.clerk, 1), &sold, slot, 1, &booking);

    (void)state;
    assert_fails(ship_as(OPERATOR, &seat, &order), ORDER_NOT_SHIPPABLE);
    in.order_id = seat.order;
    in.reason = "店休";
    gb__order__init(&order);
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &order));
    assert_ok(get(seat.user, booking.booking_id, &now));
    assert_int_equal(now.status, GB__BOOKING_STATUS__BOOKING_CANCELLED);
    assert_int_equal(taken(slot), 0);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
}

/* A coupon pays all of it: the same path, no money moves. */
static void a_booking_of_nothing_takes_the_same_path(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 1);
    Gb__Payment payment;
    Gb__Booking booking, now;
    struct seat seat;

    (void)state;
    wechat.coupon_discount = 9999;
    assert_ok(book_as(&shop.clerk, ann, &sold, slot, 1, "", user_n(&shop.clerk, 77), &booking));
    assert_int_equal(booking.amount_fen, 0);
    seat = (struct seat){ .user = ann, .order = booking.order_id };
    assert_ok(ask_to_pay(&seat, &payment));
    assert_true(payment.paid);
    assert_order(&seat, "READY");
    assert_ok(cancel(ann, booking.booking_id, &now));
    assert_order(&seat, "REFUNDED");
    assert_int_equal(taken(slot), 0);
}

/* ---- its way ---- */

static void a_service_is_confirmed_begun_and_done(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *staff = user_n(&shop.clerk, 3), *slot;
    Gb__AddBookingPhotosRequest photos = GB__ADD_BOOKING_PHOTOS_REQUEST__INIT;
    const char *pictures[] = { "https://img.example.com/1.jpg", "https://img.example.com/2.jpg" };
    struct service_sold sold = cleaning();
    Gb__Booking booking, now = GB__BOOKING__INIT;
    struct seat seat;

    (void)state;
    assert_ok(try_slot(&shop.clerk, OPERATOR, sold.product, 72 * HOURS, 1, staff, &slot));
    seat = paid_booking(ann, &sold, slot, 1, &booking);
    assert_fails(move(ann, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now), NOT_HERE);
    assert_fails(move(bob, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now), NOT_HERE);
    assert_fails(get(bob, booking.booking_id, &now), NOT_HERE);
    assert_fails(move(staff, booking.booking_id, GB__BOOKING_STATUS__IN_SERVICE, &now), BOOKING_ELSEWHERE);
    assert_ok(move(staff, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now));
    assert_fails(move(staff, booking.booking_id, GB__BOOKING_STATUS__IN_SERVICE, &now), BOOKING_TOO_EARLY);
    assert_fails(move(staff, booking.booking_id, GB__BOOKING_STATUS__NO_SHOW, &now), BOOKING_TOO_EARLY);
    photos.booking_id = booking.booking_id;
    photos.phase = GB__PHOTO_PHASE__AFTER_WORK;
    photos.pictures = pictures;
    photos.n_pictures = 2;
    assert_fails(CALL_IN_TX(staff, groupbuy_add_booking_photos, &photos, &now), BOOKING_ELSEWHERE);
    slot_comes_in(slot, 600);
    assert_ok(move(staff, booking.booking_id, GB__BOOKING_STATUS__IN_SERVICE, &now));
    assert_fails(cancel(ann, booking.booking_id, &now), BOOKING_ELSEWHERE);
    for (int i = 0; i < 4; i++) {
        gb__booking__init(&now);
        assert_ok(CALL_IN_TX(staff, groupbuy_add_booking_photos, &photos, &now));
    }
    assert_int_equal(now.n_photos, 8);
    assert_fails(CALL_IN_TX(staff, groupbuy_add_booking_photos, &photos, &now), TOO_MANY_PHOTOS);
    assert_ok(move(staff, booking.booking_id, GB__BOOKING_STATUS__SERVICE_DONE, &now));
    assert_order(&seat, "FULFILLED");
    assert_int_equal(taken(slot), 1);
    assert_int_equal(events("BookingMoved", booking.booking_id), 4);
}

static void who_does_not_come_has_paid(void **state)
{
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 1);
    Gb__Booking booking, now;
    struct seat seat = paid_booking(user_n(&shop.clerk, 1), &sold, slot, 1, &booking);

    (void)state;
    assert_ok(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now));
    slot_comes_in(slot, -60);
    assert_ok(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__NO_SHOW, &now));
    assert_order(&seat, "FULFILLED");
    assert_int_equal(refunded(&seat), 0);
    assert_fails(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__SERVICE_DONE, &now), BOOKING_ELSEWHERE);
}

static void a_booking_moves_to_another_time_as_the_terms_allow(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct service_sold sold = cleaning(), other = cleaning();
    const char *from = slot_in(&sold, 72 * HOURS, 2), *to = slot_in(&sold, 240 * HOURS, 2),
               *full = slot_in(&sold, 100 * HOURS, 1), *elsewhere = slot_in(&other, 100 * HOURS, 9);
    Gb__Booking booking, now;
    struct seat seat;

    (void)state;
    assert_ok(BOOK(ann, &sold, from, 2, &booking));
    assert_fails(reschedule(ann, booking.booking_id, to, &now), BOOKING_ELSEWHERE); /* not paid */
    seat = (struct seat){ .user = ann, .order = booking.order_id };
    pay(&seat);
    assert_fails(reschedule(user_n(&shop.clerk, 2), booking.booking_id, to, &now), NOT_HERE);
    assert_fails(reschedule(ann, booking.booking_id, full, &now), SLOT_FULL);
    assert_fails(reschedule(ann, booking.booking_id, elsewhere, &now), NOT_HERE);
    slot_comes_in(from, 3 * HOURS);
    assert_fails(reschedule(ann, booking.booking_id, to, &now), RESCHEDULE_NOT_ALLOWED);
    slot_comes_in(from, 25 * HOURS);
    assert_ok(reschedule(ann, booking.booking_id, to, &now));
    assert_int_equal(taken(from), 0);
    assert_int_equal(taken(to), 2);
    assert_int_equal(now.reschedules_left, 0);
    assert_fails(reschedule(ann, booking.booking_id, from, &now), RESCHEDULE_NOT_ALLOWED);
    /* half was to be had before it moved: more is not to be had after */
    assert_ok(cancel(ann, booking.booking_id, &now));
    assert_int_equal(refunded(&seat), 9999);
    assert_int_equal(taken(to), 0);
    drive_refunds(&seat);
}

static void an_address_is_sealed_and_opened_for_who_serves(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *staff = user_n(&shop.clerk, 3), *slot;
    struct service_sold sold = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE);
    Gb__BookingTerms terms;
    Gb__Booking booking, now;

    (void)state;
    assert_ok(publish(sold.product, "", true, &terms));
    assert_ok(try_slot(&shop.clerk, OPERATOR, sold.product, 172 * HOURS, 1, staff, &slot));
    assert_ok(book_as(&shop.clerk, ann, &sold, slot, 1, address_of(ann, "530102"), "", &booking));
    assert_ok(get(staff, booking.booking_id, &now));
    assert_string_equal(now.address->phone, "13812348000");
    assert_string_equal(now.address->street, "青年路 1 号");
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from bookings where id = $1 and position('13812348000' in"
                                  " encode(address_sealed, 'escape')) = 0 and length(address_sealed) > 40",
                                  db_id(booking.booking_id)),
                     1);
}

/* A leader runs services of his community, and those alone. */
static void leaders_run_services_of_their_community(void **state)
{
    const char *leader = user_n(&shop.clerk, 301), *other = user_n(&shop.clerk, 302), *slot;
    Gb__ListServedBookingsRequest in = GB__LIST_SERVED_BOOKINGS_REQUEST__INIT;
    Gb__ListBookingsResponse out = GB__LIST_BOOKINGS_RESPONSE__INIT;
    struct service_sold sold = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE), platforms = cleaning();
    Gb__BookingTerms terms;
    Gb__Booking booking, now;

    (void)state;
    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE'), ($3, $4,"
             " 'ACTIVE')",
             db_id(leader), db_id(COMMUNITY), db_id(other), db_id(user_n(&shop.clerk, 401)));
    assert_ok(publish(sold.product, COMMUNITY, false, &terms));
    assert_ok(try_slot(&shop.clerk, leader, sold.product, 72 * HOURS, 1, "", &slot));
    assert_fails(try_slot(&shop.clerk, other, sold.product, 72 * HOURS, 1, "", NULL), FORBIDDEN);
    assert_fails(try_slot(&shop.clerk, leader, platforms.product, 72 * HOURS, 1, "", NULL), FORBIDDEN);
    paid_booking(user_n(&shop.clerk, 1), &sold, slot, 1, &booking);
    assert_fails(move(other, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now), NOT_HERE);
    assert_ok(move(leader, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now));
    in.product_id = sold.product;
    assert_fails(CALL_IN_TX(other, groupbuy_list_served_bookings, &in, &out), NOT_HERE);
    assert_ok(CALL_IN_TX(leader, groupbuy_list_served_bookings, &in, &out));
    assert_int_equal(out.n_bookings, 1);
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x' where user_id = $1",
             db_id(leader));
    assert_fails(move(leader, booking.booking_id, GB__BOOKING_STATUS__BOOKING_CANCELLED, &now), LEADER_DISABLED);
}

/* One reminder of the slot it has; none once it is over. */
static void a_buyer_is_reminded_of_the_slot_he_has(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct service_sold sold = cleaning();
    const char *from = slot_in(&sold, 72 * HOURS, 1), *to = slot_in(&sold, 90 * HOURS, 1);
    const char *first, *second;
    Gb__Booking booking, now;

    (void)state;
    paid_booking(ann, &sold, from, 1, &booking);
    first = arena_printf(&shop.clerk.arena, "%s:%s", booking.booking_id, from);
    second = arena_printf(&shop.clerk.arena, "%s:%s", booking.booking_id, to);
    assert_int_equal(jobs(JOB_REMIND_BOOKING, first), 1);
    assert_ok(reschedule(ann, booking.booking_id, to, &now));
    assert_int_equal(jobs(JOB_REMIND_BOOKING, second), 1);
    assert_ok(run_job(JOB_REMIND_BOOKING, first, groupbuy_remind_booking));
    assert_int_equal(events("BookingSoon", booking.booking_id), 0);
    assert_ok(run_job(JOB_REMIND_BOOKING, second, groupbuy_remind_booking));
    assert_int_equal(events("BookingSoon", booking.booking_id), 1);
    assert_ok(cancel(ann, booking.booking_id, &now));
    assert_ok(run_job(JOB_REMIND_BOOKING, second, groupbuy_remind_booking));
    assert_int_equal(events("BookingSoon", booking.booking_id), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKING_TEST(the_moves_are_those_of_the_domain),
        BOOKING_TEST(a_move_that_is_none_is_refused_below),
        BOOKING_TEST(capacity_is_never_exceeded),
        BOOKING_TEST(staff_never_serves_twice_at_the_same_time),
        BOOKING_TEST(a_slot_takes_other_staff_and_never_fewer_places_than_are_booked),
        BOOKING_TEST(what_cannot_be_booked_is_refused_and_nothing_is_kept),
        BOOKING_TEST(an_unpaid_booking_gives_its_places_back),
        BOOKING_TEST(what_goes_back_follows_the_frozen_scale),
        BOOKING_TEST(who_serves_calls_it_off_and_all_of_it_goes_back),
        BOOKING_TEST(an_order_that_is_refunded_ends_its_booking),
        BOOKING_TEST(a_booking_of_nothing_takes_the_same_path),
        BOOKING_TEST(a_service_is_confirmed_begun_and_done),
        BOOKING_TEST(who_does_not_come_has_paid),
        BOOKING_TEST(a_booking_moves_to_another_time_as_the_terms_allow),
        BOOKING_TEST(an_address_is_sealed_and_opened_for_who_serves),
        BOOKING_TEST(leaders_run_services_of_their_community),
        BOOKING_TEST(a_buyer_is_reminded_of_the_slot_he_has),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
