/* Orders of a leader's round at its point: found by number, fetched along with everything else; and what nobody
 * fetches. */
#include "groupbuy/store/uncollected_store.h"
#include "store/groupbuy/pick_ups.h"
#include "store/groupbuy/places.h"

static int up(void **state)
{
    seats_up(state, "gb_uncollected");
    shop.house.signed_code_s = 3600;
    return 0;
}

/* A round of that rule whose `count` orders have come and lie at POINT; order 1 is of two apples and a pear (25.00). */
static struct opened lying(const char *rule, int percent, int count)
{
    struct opened opened = open_round("FIRST_COME", count, false);
    Gb__PlaceReceiving seen;
    int64_t apples, pears;

    test_sql(shop.db, "update rounds set uncollected_rule = $2, uncollected_refund_percent = $3 where id = $1",
             db_id(opened.round), db_text(rule), db_int(percent));
    test_sql(shop.db,
             "insert into order_deliveries (order_id, point_id) select order_id, point_id from round_entries where"
             " round_id = $1",
             db_id(opened.round));
    assert_ok(run_job(JOB_SETTLE_ROUND, opened.round, groupbuy_settle_round));
    apples = test_sql_int(shop.db, "select sum(quantity) from order_lines where pool_id = $1", db_id(opened.apples));
    pears = test_sql_int(shop.db, "select sum(quantity) from order_lines where pool_id = $1", db_id(opened.pears));
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, apples, 0 }, { opened.pears, pears, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    return opened;
}

static struct seat order_n(const struct opened *opened, int number)
{
    struct rows *rows =
        test_sql(shop.db, "select user_id, order_id from round_entries where round_id = $1 and number = $2",
                 db_id(opened->round), db_int(number));

    return (struct seat){ .user = arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0)),
                          .order = arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 1)) };
}

/* Its refunds are paid out. */
static void pay_back(const struct seat *seat)
{
    struct wechat_order *paid = &wechat.orders[wechat.orders_count++];

    *paid = (struct wechat_order){ .state = CHANNEL_PAID,
                                   .amount = test_sql_int(shop.db, "select amount_fen from orders where id = $1",
                                                          db_id(seat->order)) };
    snprintf(paid->id, sizeof paid->id, "%s", seat->order);
    drive_refunds(seat);
}

static void time_is_over(const char *what, const struct seat *seat)
{
    if (strcmp(what, "remind") == 0)
        test_sql(shop.db, "update parcels set remind_at = now() where order_id = $1", db_id(seat->order));
    else
        test_sql(shop.db, "update parcels set keep_until = now() where order_id = $1", db_id(seat->order));
}

static void look_for_work(void)
{
    assert_ok(run_job("find_uncollected", "", groupbuy_find_uncollected));
}

static struct status settle_order(const struct seat *seat)
{
    return run_job(JOB_SETTLE_UNCOLLECTED, seat->order, groupbuy_settle_uncollected);
}

static int64_t refunded(const struct seat *seat)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1",
                        db_id(seat->order));
}

/* ---- a round's orders at the counter ---- */

static void one_code_fetches_what_came_by_a_group_buy_and_by_an_order(void **state)
{
    struct opened first = lying("KEEP", 0, 1), second = lying("KEEP", 0, 1);
    struct seat one = order_n(&first, 1), two = order_n(&second, 1);
    struct goods goods = put_on_shelf(10, 0);
    struct seat plain = parcel_at(&goods, one.user, POINT);
    Gb__HandOverRecord record;

    (void)state;
    assert_string_equal(one.user, two.user);
    assert_int_equal(my_pick_ups(one.user).places[0]->n_parcels, 3);
    assert_ok(HAND_OVER_ALL(STAFF, POINT, CODE(code_of(one.user, POINT)), &record));
    assert_order(&one, "FULFILLED");
    assert_order(&two, "FULFILLED");
    assert_order(&plain, "FULFILLED");
}

static void a_parcel_is_found_by_its_number(void **state)
{
    struct opened opened = lying("KEEP", 0, 4);
    struct seat seat = order_n(&opened, 3);
    Gb__FindParcelsResponse found;

    (void)state;
    assert_ok(find_as(&shop.clerk, STAFF, POINT, NO_CODE, 3, "", &found));
    assert_int_equal(found.n_parcels, 1);
    assert_string_equal(found.parcels[0]->order_id, seat.order);
    assert_string_equal(found.parcels[0]->round_id, opened.round);
    assert_int_equal(found.parcels[0]->number, 3);
    assert_string_equal(
        found.parcels[0]->shelf,
        rows_text(test_sql(shop.db, "select shelf from round_parcels where order_id = $1", db_id(seat.order)), 0, 0));
    assert_ok(find_as(&shop.clerk, STAFF, POINT, NO_CODE, 999, "", &found));
    assert_int_equal(found.n_parcels, 0);
}

/* ---- reminders ---- */

static void a_buyer_is_reminded_a_day_before_the_end_and_once(void **state)
{
    struct opened opened = lying("KEEP", 0, 2);
    struct seat seat = order_n(&opened, 1), other = order_n(&opened, 2);

    (void)state;
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from parcels where order_id = $1 and keep_until - ready_at ="
                                  " interval '72 hours' and keep_until - remind_at = interval '24 hours'",
                                  db_id(seat.order)),
                     1);
    look_for_work();
    assert_int_equal(jobs(JOB_REMIND_PICK_UP, seat.order), 0); /* not yet */
    time_is_over("remind", &seat);
    look_for_work();
    assert_int_equal(jobs(JOB_REMIND_PICK_UP, seat.order), 1);
    assert_int_equal(jobs(JOB_REMIND_PICK_UP, other.order), 0);
    assert_ok(run_job(JOB_REMIND_PICK_UP, seat.order, groupbuy_remind_pick_up));
    assert_ok(run_job(JOB_REMIND_PICK_UP, seat.order, groupbuy_remind_pick_up)); /* after a crash, say */
    look_for_work();
    assert_int_equal(jobs(JOB_REMIND_PICK_UP, seat.order), 0);
    assert_int_equal(events("PickUpEnding", seat.order), 1);
    assert_int_equal(events("PickUpEnding", other.order), 0);
}

static void a_plain_order_is_reminded_of_and_waits(void **state)
{
    struct goods goods = put_on_shelf(10, 0);
    struct seat seat;

    (void)state;
    lead();
    seat = parcel_at(&goods, user_n(&shop.clerk, 70), POINT);
    time_is_over("remind", &seat);
    look_for_work();
    assert_ok(run_job(JOB_REMIND_PICK_UP, seat.order, groupbuy_remind_pick_up));
    assert_int_equal(events("PickUpEnding", seat.order), 1);
    assert_ok(settle_order(&seat)); /* it has no end */
    assert_order(&seat, "READY");
    assert_int_equal(refunded(&seat), 0);
}

/* ---- the round's rule ---- */

static void nothing_happens_before_its_time(void **state)
{
    struct opened opened = lying("REFUND_PART", 60, 1);
    struct seat seat = order_n(&opened, 1);

    (void)state;
    look_for_work();
    assert_int_equal(jobs(JOB_SETTLE_UNCOLLECTED, seat.order), 0);
    assert_ok(settle_order(&seat));
    assert_ok(run_job(JOB_REMIND_PICK_UP, seat.order, groupbuy_remind_pick_up));
    assert_order(&seat, "READY");
    assert_int_equal(refunded(&seat), 0);
    assert_int_equal(events("PickUpEnding", seat.order) + events("PickUpOver", seat.order), 0);
}

static void kept_goods_can_still_be_collected(void **state)
{
    struct opened opened = lying("KEEP", 0, 1);
    struct seat seat = order_n(&opened, 1);
    Gb__HandOverRecord record;

    (void)state;
    time_is_over("keep", &seat);
    look_for_work();
    assert_int_equal(jobs(JOB_SETTLE_UNCOLLECTED, seat.order), 1);
    assert_ok(settle_order(&seat));
    assert_ok(settle_order(&seat));
    look_for_work();
    assert_int_equal(jobs(JOB_SETTLE_UNCOLLECTED, seat.order), 0);
    assert_int_equal(events("PickUpOver", seat.order), 1);
    assert_int_equal(refunded(&seat), 0);
    assert_order(&seat, "READY");
    assert_ok(HAND_OVER_ALL(STAFF, POINT, CODE(code_of(seat.user, POINT)), &record));
    assert_order(&seat, "FULFILLED");
}

/* 25.00 of order 1, at 33 %: 5.94 of the apples, 2.31 of the pear. */
static void the_stated_part_goes_back_once_and_nothing_is_owed_any_more(void **state)
{
    struct opened opened = lying("REFUND_PART", 33, 1);
    struct seat seat = order_n(&opened, 1);
    const char *code = code_of(seat.user, POINT);
    Gb__HandOverRecord record;

    (void)state;
    time_is_over("keep", &seat);
    assert_ok(settle_order(&seat));
    assert_ok(settle_order(&seat)); /* after a crash, say */
    assert_int_equal(refunded(&seat), 594 + 231);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(seat.order)), 1);
    assert_order(&seat, "FULFILLED");
    assert_int_equal(events("PickUpOver", seat.order), 1);
    assert_fails(HAND_OVER_ALL(STAFF, POINT, CODE(code), &record), ALREADY_PICKED_UP);
    pay_back(&seat);
    assert_order(&seat, "FULFILLED"); /* the rest stays paid */
    assert_int_equal(test_sql_int(shop.db, "select refunded_fen from orders where id = $1", db_id(seat.order)), 825);
}

static void of_an_order_that_was_fetched_in_part_the_rest_goes_back(void **state)
{
    struct opened opened = lying("REFUND_PART", 50, 1);
    struct seat seat = order_n(&opened, 1);
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(HAND_OVER(STAFF, POINT, CODE(code_of(seat.user, POINT)), &record, { seat.order, 0, 1 }));
    time_is_over("keep", &seat);
    assert_ok(settle_order(&seat));
    assert_int_equal(refunded(&seat), 450 + 350);
    assert_order(&seat, "FULFILLED");
    pay_back(&seat);
}

static void when_all_of_it_goes_back_the_order_is_refunded(void **state)
{
    struct opened opened = lying("REFUND_PART", 100, 1);
    struct seat seat = order_n(&opened, 1);

    (void)state;
    time_is_over("keep", &seat);
    assert_ok(settle_order(&seat));
    assert_int_equal(refunded(&seat), 2500);
    assert_order(&seat, "READY");
    pay_back(&seat);
    assert_order(&seat, "REFUNDED");
}

static void an_open_after_sale_stops_the_clock(void **state)
{
    struct opened opened = lying("REFUND_PART", 50, 1);
    struct seat seat = order_n(&opened, 1);

    (void)state;
    time_is_over("keep", &seat);
    test_sql(shop.db, "update orders set after_sales_open = 1, version = version + 1 where id = $1", db_id(seat.order));
    look_for_work();
    assert_int_equal(jobs(JOB_SETTLE_UNCOLLECTED, seat.order), 0);
    assert_ok(settle_order(&seat));
    assert_int_equal(refunded(&seat), 0);
    test_sql(shop.db, "update orders set after_sales_open = 0, version = version + 1 where id = $1", db_id(seat.order));
    look_for_work();
    assert_ok(settle_order(&seat));
    assert_int_equal(refunded(&seat), 1250);
    pay_back(&seat);
}

static void what_was_fetched_in_time_is_left_alone(void **state)
{
    struct opened opened = lying("REFUND_PART", 50, 1);
    struct seat seat = order_n(&opened, 1);
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(HAND_OVER_ALL(STAFF, POINT, CODE(code_of(seat.user, POINT)), &record));
    time_is_over("keep", &seat);
    time_is_over("remind", &seat);
    look_for_work();
    assert_int_equal(jobs(JOB_SETTLE_UNCOLLECTED, seat.order) + jobs(JOB_REMIND_PICK_UP, seat.order), 0);
    assert_ok(settle_order(&seat));
    assert_ok(run_job(JOB_REMIND_PICK_UP, seat.order, groupbuy_remind_pick_up));
    assert_int_equal(refunded(&seat), 0);
    assert_int_equal(events("PickUpEnding", seat.order) + events("PickUpOver", seat.order), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICK_UP_TEST(one_code_fetches_what_came_by_a_group_buy_and_by_an_order),
        PICK_UP_TEST(a_parcel_is_found_by_its_number),
        PICK_UP_TEST(a_buyer_is_reminded_a_day_before_the_end_and_once),
        PICK_UP_TEST(a_plain_order_is_reminded_of_and_waits),
        PICK_UP_TEST(nothing_happens_before_its_time),
        PICK_UP_TEST(kept_goods_can_still_be_collected),
        PICK_UP_TEST(the_stated_part_goes_back_once_and_nothing_is_owed_any_more),
        PICK_UP_TEST(of_an_order_that_was_fetched_in_part_the_rest_goes_back),
        PICK_UP_TEST(when_all_of_it_goes_back_the_order_is_refunded),
        PICK_UP_TEST(an_open_after_sale_stops_the_clock),
        PICK_UP_TEST(what_was_fetched_in_time_is_left_alone),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
