/* Slots on a real PostgreSQL: the table of moves, places that are never booked twice, staff that serves once at a time. */
#include <pthread.h>

#include "store/groupbuy/bookings.h"

#define RIVALS      40
#define RIVAL_TRIES 200

static int up(void **state)
{
    return seats_up(state, "gb_booking_slots");
}

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
    int at_once, got;
    bool gave_up;
};

static void *race(void *context)
{
    struct rival *rival = context;

    for (int try = 0; try < RIVAL_TRIES; try++) {
        Gb__Booking booking;
        struct status status = book_as(&rival->clerk, rival->user, rival->sold, rival->slot, rival->at_once, "", "",
                                       &booking);

        if (ok(status))
            rival->got += rival->at_once;
        if (failed_with(status, SLOT_FULL))
            return rival;
        if (!ok(status) && status.code != CODE_ABORTED)
            break;
    }
    rival->gave_up = true;
    return rival;
}

/* All of them at once, until the slot is full; what they got. */
static int let_race(struct rival rivals[RIVALS])
{
    pthread_t threads[RIVALS];
    int got = 0;

    for (int i = 0; i < RIVALS; i++)
        clerk_up(&shop, &rivals[i].clerk);
    for (int i = 0; i < RIVALS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, race, &rivals[i]), 0);
    for (int i = 0; i < RIVALS; i++) {
        pthread_join(threads[i], NULL);
        assert_false(rivals[i].gave_up);
        got += rivals[i].got;
        clerk_down(&rivals[i].clerk);
    }
    return got;
}

/* Forty connections want the same slot until it is full. */
static void capacity_is_never_exceeded(void **state)
{
    struct service_sold sold = cleaning();
    const char *slot = slot_in(&sold, 72 * HOURS, 57);
    struct rival *rivals = calloc(RIVALS, sizeof *rivals);

    (void)state;
    for (int i = 0; i < RIVALS; i++)
        rivals[i] = (struct rival){ .user = user_n(&shop.clerk, 500 + i), .slot = slot, .sold = &sold, .at_once = 1 };
    assert_int_equal(let_race(rivals), 57);
    assert_int_equal(taken(slot), 57);
    free(rivals);
}

/* A meal: any dish of the kitchen, to be fetched within the slot; portions of all dishes are one capacity. */
static void a_kitchen_promises_no_more_portions_than_it_cooks_whatever_the_dish(void **state)
{
    struct service_sold noodles = cleaning(), rice = noodles;
    const char *slot = slot_in(&noodles, 5 * HOURS, 50);
    struct rival *rivals = calloc(RIVALS, sizeof *rivals);
    struct rows *rows;

    (void)state;
    rows = test_sql(shop.db,
                    "insert into skus (id, product_id, position, title, list_price_fen, cost_price_fen, stock, weight_g, image_url)"
                    " select gen_random_uuid(), product_id, 1, '盖浇饭', 1800, 0, 0, 0, '' from skus where id = $1 returning id",
                    db_id(noodles.sku));
    rice.sku = arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
    for (int i = 0; i < RIVALS; i++)
        rivals[i] = (struct rival){ .user = user_n(&shop.clerk, 700 + i), .slot = slot,
                                    .sold = i % 2 ? &rice : &noodles, .at_once = 3 };
    assert_int_equal(let_race(rivals), 48); /* three at a time: two portions are left over */
    assert_int_equal(taken(slot), 48);
    free(rivals);
}

/* A meal that was fetched is done, one that nobody fetched is paid; the kitchen that calls off gives all back. */
static void a_meal_is_fetched_in_its_slot_or_is_paid(void **state)
{
    struct service_sold kitchen = cleaning();
    const char *slot = slot_in(&kitchen, 3 * HOURS, 9);
    Gb__Booking fetched, missed, off, now;
    struct seat fetched_by = paid_booking(user_n(&shop.clerk, 1), &kitchen, slot, 2, &fetched);
    struct seat missed_by = paid_booking(user_n(&shop.clerk, 2), &kitchen, slot, 1, &missed);
    struct seat off_by = paid_booking(user_n(&shop.clerk, 3), &kitchen, slot, 4, &off);

    (void)state;
    assert_int_equal(taken(slot), 7);
    assert_ok(move(OPERATOR, off.booking_id, GB__BOOKING_STATUS__BOOKING_CANCELLED, &now));
    assert_int_equal(taken(slot), 3);
    assert_int_equal(refunded(&off_by), 4 * 9999);
    for (int i = 0; i < 2; i++)
        assert_ok(move(OPERATOR, i ? missed.booking_id : fetched.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now));
    slot_comes_in(slot, -60);
    assert_ok(move(OPERATOR, fetched.booking_id, GB__BOOKING_STATUS__IN_SERVICE, &now));
    assert_ok(move(OPERATOR, fetched.booking_id, GB__BOOKING_STATUS__SERVICE_DONE, &now));
    assert_ok(move(OPERATOR, missed.booking_id, GB__BOOKING_STATUS__NO_SHOW, &now));
    assert_order(&fetched_by, "FULFILLED");
    assert_order(&missed_by, "FULFILLED");
    assert_int_equal(refunded(&fetched_by) + refunded(&missed_by), 0);
    drive_refunds(&off_by);
    assert_order(&off_by, "REFUNDED");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKING_TEST(the_moves_are_those_of_the_domain),
        BOOKING_TEST(a_move_that_is_none_is_refused_below),
        BOOKING_TEST(capacity_is_never_exceeded),
        BOOKING_TEST(a_kitchen_promises_no_more_portions_than_it_cooks_whatever_the_dish),
        BOOKING_TEST(a_meal_is_fetched_in_its_slot_or_is_paid),
        BOOKING_TEST(staff_never_serves_twice_at_the_same_time),
        BOOKING_TEST(a_slot_takes_other_staff_and_never_fewer_places_than_are_booked),
        BOOKING_TEST(what_cannot_be_booked_is_refused_and_nothing_is_kept),
        BOOKING_TEST(an_unpaid_booking_gives_its_places_back),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
