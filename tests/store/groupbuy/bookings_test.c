/* Bookings on a real PostgreSQL: what goes back by the scale that was frozen with the order, their way from booked to done, who
 * may touch what. */
#include "store/groupbuy/bookings.h"

static int up(void **state)
{
    return seats_up(state, "gb_bookings");
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

/* Points pay all of it: what the scale gives back is given back in points, and only the rest is the fee. */
static void a_booking_paid_by_points_gives_points_back_by_the_scale(void **state)
{
    static const struct {
        int64_t left_s, back;
        const char *order;
    } cases[] = { { 49 * HOURS, 9999, "REFUNDED" }, { 25 * HOURS, 4999, "FULFILLED" }, { 1 * HOURS, 0, "FULFILLED" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct service_sold sold = cleaning();
        const char *ann = user_n(&shop.clerk, 30 + (int)i), *slot = slot_in(&sold, 72 * HOURS, 1);
        Gb__Payment payment;
        Gb__Booking booking, now;
        struct seat seat;

        wechat.points_fen = 1;
        points_to_use = 9999;
        assert_ok(BOOK(ann, &sold, slot, 1, &booking));
        points_to_use = 0;
        assert_int_equal(booking.amount_fen, 0);
        seat = (struct seat){ .user = ann, .order = booking.order_id };
        assert_ok(ask_to_pay(&seat, &payment));
        assert_true(payment.paid);
        slot_comes_in(slot, cases[i].left_s);
        assert_ok(cancel(ann, booking.booking_id, &now));
        assert_int_equal(now.status, GB__BOOKING_STATUS__BOOKING_CANCELLED);
        assert_order(&seat, cases[i].order);
        assert_int_equal(test_sql_int(shop.db,
                                      "select coalesce(sum(points), 0)::bigint from refunds where order_id = $1",
                                      db_id(seat.order)),
                         cases[i].back);
        assert_int_equal(refunded(&seat), 0);
        assert_int_equal(taken(slot), 0);
    }
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

static int64_t told_to_wechat(const struct seat *seat)
{
    return test_sql_int(shop.db,
                        "select count(*) from shipping_infos s join jobs j on j.kind = 'tell_shipping' and j.key ="
                        " replace(s.order_id::text, '-', '') where s.order_id = $1 and s.kind = 'VIRTUAL'",
                        db_id(seat->order));
}

/* WeChat holds the money until it is told, also the fee that stays. */
static void wechat_is_told_of_a_service_when_it_was_done_or_called_off_for_a_fee(void **state)
{
    struct service_sold sold = cleaning();
    const char *soon = slot_in(&sold, 26 * HOURS, 2), *later = slot_in(&sold, 72 * HOURS, 2);
    const char *ann = user_n(&shop.clerk, 1);
    struct seat done, fee, free_of_charge;
    Gb__Booking booking, called_off, not_yet, now;

    (void)state;
    done = paid_booking(user_n(&shop.clerk, 2), &sold, later, 1, &booking);
    fee = paid_booking(ann, &sold, soon, 1, &called_off);
    free_of_charge = paid_booking(ann, &sold, later, 1, &not_yet);
    assert_int_equal(told_to_wechat(&done), 0);
    assert_ok(cancel(ann, called_off.booking_id, &now)); /* half of it stays */
    assert_int_equal(told_to_wechat(&fee), 1);
    assert_ok(cancel(ann, not_yet.booking_id, &now));
    assert_int_equal(told_to_wechat(&free_of_charge), 0);
    assert_ok(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now));
    slot_comes_in(later, 600);
    assert_ok(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__IN_SERVICE, &now));
    assert_int_equal(told_to_wechat(&done), 0);
    assert_ok(move(OPERATOR, booking.booking_id, GB__BOOKING_STATUS__SERVICE_DONE, &now));
    assert_int_equal(told_to_wechat(&done), 1);
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
    const char *ann = user_n(&shop.clerk, 1), *staff = user_n(&shop.clerk, 3), *slot = NULL;
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
    const char *next_door = user_n(&shop.clerk, 303), *hers;
    Gb__UpdateBookingSlotRequest update = GB__UPDATE_BOOKING_SLOT_REQUEST__INIT;
    Gb__GetBookingRequest get = GB__GET_BOOKING_REQUEST__INIT;
    Gb__BookingSlot shown = GB__BOOKING_SLOT__INIT;
    Gb__ListServedBookingsRequest in = GB__LIST_SERVED_BOOKINGS_REQUEST__INIT;
    Gb__ListBookingsResponse out = GB__LIST_BOOKINGS_RESPONSE__INIT;
    struct service_sold sold = service_of(0, GB__PRODUCT_KIND__PRODUCT_SERVICE), platforms = cleaning();
    Gb__BookingTerms terms;
    Gb__Booking booking, now;

    (void)state;
    test_sql(shop.db,
             "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE'), ($3, $4,"
             " 'ACTIVE'), ($5, $2, 'ACTIVE')",
             db_id(leader), db_id(COMMUNITY), db_id(other), db_id(user_n(&shop.clerk, 401)), db_id(next_door));
    assert_ok(publish(sold.product, COMMUNITY, false, &terms));
    assert_ok(try_slot(&shop.clerk, leader, sold.product, 72 * HOURS, 1, "", &slot));
    assert_fails(try_slot(&shop.clerk, other, sold.product, 72 * HOURS, 1, "", NULL), FORBIDDEN);
    assert_fails(try_slot(&shop.clerk, leader, platforms.product, 72 * HOURS, 1, "", NULL), FORBIDDEN);
    paid_booking(user_n(&shop.clerk, 1), &sold, slot, 1, &booking);
    assert_fails(move(other, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now), NOT_HERE);
    /* Another leader of the community has buyers of her own, and no others. */
    assert_ok(try_slot(&shop.clerk, next_door, sold.product, 80 * HOURS, 1, "", &hers));
    assert_fails(move(next_door, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now), NOT_HERE);
    get.booking_id = booking.booking_id;
    assert_fails(CALL_IN_TX(next_door, groupbuy_get_booking, &get, &now), NOT_HERE);
    update.slot_id = slot;
    update.capacity = 9;
    update.staff_id = "";
    assert_fails(CALL_IN_TX(next_door, groupbuy_update_booking_slot, &update, &shown), FORBIDDEN);
    in.product_id = sold.product;
    assert_ok(CALL_IN_TX(next_door, groupbuy_list_served_bookings, &in, &out));
    assert_int_equal(out.n_bookings, 0);
    assert_ok(move(leader, booking.booking_id, GB__BOOKING_STATUS__CONFIRMED, &now));
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
        BOOKING_TEST(what_goes_back_follows_the_frozen_scale),
        BOOKING_TEST(who_serves_calls_it_off_and_all_of_it_goes_back),
        BOOKING_TEST(an_order_that_is_refunded_ends_its_booking),
        BOOKING_TEST(a_booking_of_nothing_takes_the_same_path),
        BOOKING_TEST(a_booking_paid_by_points_gives_points_back_by_the_scale),
        BOOKING_TEST(a_service_is_confirmed_begun_and_done),
        BOOKING_TEST(who_does_not_come_has_paid),
        BOOKING_TEST(wechat_is_told_of_a_service_when_it_was_done_or_called_off_for_a_fee),
        BOOKING_TEST(a_booking_moves_to_another_time_as_the_terms_allow),
        BOOKING_TEST(an_address_is_sealed_and_opened_for_who_serves),
        BOOKING_TEST(leaders_run_services_of_their_community),
        BOOKING_TEST(a_buyer_is_reminded_of_the_slot_he_has),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
