/* At the counter of a pick-up point: codes shown and typed, wrong ones, parts, two of the staff at once, strangers.
 * Auth's part (whose phone ends so) is a script. */
#include <pthread.h>

#include "base/clock.h"
#include "groupbuy/flow/phones.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/leaders.h"
#include "store/groupbuy/pick_ups.h"

static struct {
    const char *last_four;
    const char *user_id;
} phone;

struct status phones_match(struct call *call, const char *last_four, const char *const *user_ids, size_t count,
                           const char *const **ret_ids, size_t *ret_count)
{
    assert_null(call->tx); /* never inside a transaction */
    *ret_count = 0;
    for (size_t i = 0; i < count; i++)
        if (strcmp(last_four, phone.last_four) == 0 && strcmp(user_ids[i], phone.user_id) == 0) {
            *ret_ids = &phone.user_id;
            *ret_count = 1;
        }
    return OK;
}

static const char *leader, *staff, *point;
static struct goods goods;

static int up(void **state)
{
    seats_up(state, "gb_hand_over");
    shop.house.signed_code_s = 3600;
    leader = known_as(strdup(user_n(&shop.clerk, 90)), "王团长");
    staff = known_as(strdup(user_n(&shop.clerk, 91)), "小赵");
    point = strdup(new_point(leader));
    hire(point, staff);
    goods = put_on_shelf(1000, 0);
    return 0;
}

static const char *buyer(int n)
{
    const char *user = user_n(&shop.clerk, n);

    return known_as(user, arena_printf(&shop.clerk.arena, "客%d", n));
}

static void a_code_hands_over_everything_that_lies_there(void **state)
{
    const char *ann = buyer(1);
    struct seat first = parcel_at(&goods, ann, point), second = parcel_at(&goods, ann, point);
    const char *code = code_of(ann, point);
    Gb__FindParcelsResponse found;
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(find_as(&shop.clerk, staff, point, CODE(code), 0, "", &found));
    assert_int_equal(found.n_parcels, 2);
    assert_string_equal(found.collector_name, "客*");
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code), &record));
    assert_int_equal(record.n_lines, 4);
    assert_int_equal(record.way, GB__HAND_OVER_WAY__BY_CODE);
    assert_string_equal(record.staff_name, "小赵");
    assert_string_equal(record.lines[0]->owner_name, "客*");
    assert_order(&first, "FULFILLED");
    assert_order(&second, "FULFILLED");
    assert_int_equal(events("OrderPickedUp", first.order), 1);
    assert_int_equal(events("OrderFulfilled", first.order), 1);
    assert_int_equal(my_pick_ups(ann).n_places, 0);
    assert_fails(HAND_OVER_ALL(staff, point, CODE(code), &record), ALREADY_PICKED_UP); /* used up, and no guess */
    assert_fails(try_code(leader, point, code), ALREADY_PICKED_UP);
    assert_int_equal(test_sql_int(shop.db, "select coalesce(sum(cardinality(tried_at)), 0)::bigint from wrong_codes"),
                     0);
}

static void goods_are_picked_up_in_parts_by_line_and_unit(void **state)
{
    const char *ann = buyer(2);
    struct seat seat = parcel_at(&goods, ann, point);
    const char *code = code_of(ann, point);
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(HAND_OVER(staff, point, CODE(code), &record, { seat.order, 0, 2 }));
    assert_order(&seat, "PARTLY_FULFILLED");
    assert_int_equal(my_pick_ups(ann).places[0]->parcels[0]->lines[0]->units, 1);
    assert_int_equal(my_pick_ups(ann).places[0]->parcels[0]->lines[0]->picked_up, 2);
    assert_fails(HAND_OVER(staff, point, CODE(code), &record, { seat.order, 0, 2 }), ALREADY_PICKED_UP);
    assert_fails(HAND_OVER(staff, point, CODE(code), &record, { seat.order, 1, 1 }, { seat.order, 1, 1 }),
                 FIELDS_INVALID);
    assert_ok(HAND_OVER(staff, point, CODE(code), &record, { seat.order, 1, 1 }));
    assert_string_equal(code_of(ann, point), code); /* the same until the last unit */
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code), &record));
    assert_int_equal(record.n_lines, 1);
    assert_order(&seat, "FULFILLED");
    assert_int_equal(events("OrderPickedUp", seat.order), 3);
}

/* What went back of a line is not handed over. */
static void what_was_refunded_is_not_handed_over(void **state)
{
    const char *ann = buyer(3);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__RefundOrderRequest refund = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk ask = GB__REFUND_ASK__INIT, *asks[] = { &ask };
    Gb__Order order = GB__ORDER__INIT;
    Gb__HandOverRecord record;

    (void)state;
    refund.order_id = seat.order;
    refund.reason = "坏果";
    refund.lines = asks;
    refund.n_lines = 1;
    ask.units = 1;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &refund, &order));
    assert_fails(HAND_OVER(staff, point, CODE(code_of(ann, point)), &record, { seat.order, 0, 3 }), ALREADY_PICKED_UP);
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code_of(ann, point)), &record));
    assert_int_equal(record.lines[0]->units, 2);
    assert_order(&seat, "FULFILLED");
}

struct counter {
    struct clerk clerk;
    const char *staff, *code;
    struct status done;
};

static void *serve(void *argument)
{
    struct counter *counter = argument;
    Gb__HandOverRecord record;

    do
        counter->done = hand_over_as(&counter->clerk, counter->staff, point, CODE(counter->code), NULL, 0, &record);
    while (failed_with(counter->done, CONFLICT)); /* a slow machine waits longer for a lock than it may */
    return NULL;
}

static void two_of_the_staff_at_the_same_moment_one_wins(void **state)
{
    struct counter counters[2] = { { .staff = staff }, { .staff = leader } };
    pthread_t threads[2];

    (void)state;
    clerk_up(&shop, &counters[0].clerk);
    clerk_up(&shop, &counters[1].clerk);
    for (int round = 0; round < 8; round++) {
        const char *ann = user_n(&shop.clerk, 40 + round);
        struct seat seat = parcel_at(&goods, ann, point);
        int won = 0;

        counters[0].code = counters[1].code = code_of(ann, point);
        for (int i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, serve, &counters[i]), 0);
        for (int i = 0; i < 2; i++) {
            pthread_join(threads[i], NULL);
            if (ok(counters[i].done))
                won++;
            else
                assert_true(failed_with(counters[i].done, ALREADY_PICKED_UP) ||
                            failed_with(counters[i].done, NOTHING_TO_PICK_UP));
        }
        assert_int_equal(won, 1);
        assert_int_equal(events("OrderPickedUp", seat.order), 1);
    }
    clerk_down(&counters[0].clerk);
    clerk_down(&counters[1].clerk);
}

static const char *refund_under_way(const struct seat *seat)
{
    struct rows *rows =
        test_sql(shop.db, "select id from refunds where order_id = $1 and state <> 'SUCCESS'", db_id(seat->order));

    assert_int_equal(rows_count(rows), 1);
    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

/* The money of all of it is out while the staff hold it in their hands: the order is over, and stays so. */
static void what_is_paid_back_meanwhile_is_not_handed_over(void **state)
{
    const char *ann = buyer(60);
    struct seat seat = parcel_at(&goods, ann, point);
    struct counter counter = { .staff = staff, .code = code_of(ann, point) };
    struct refund_fact fact;
    enum refund_outcome outcome;
    Gb__Order order;
    pthread_t thread;

    (void)state;
    assert_ok(refund_as(OPERATOR, &seat, 0, 0, 3000, true, &order)); /* money alone: no unit went back */
    drive_refunds(&seat);
    assert_ok(refund_as(OPERATOR, &seat, 1, 0, 777, true, &order));
    fact = (struct refund_fact){ .refund_id = refund_under_way(&seat),
                                 .order_id = seat.order,
                                 .merchant_id = "",
                                 .wechat_refund_id = "wxr",
                                 .amount = 777,
                                 .state = REFUND_SUCCESS,
                                 .ours = true };
    clerk_up(&shop, &counter.clerk);
    assert_ok(call_begin(clerk_call(&shop.clerk, "")));
    assert_ok(refund_apply(&shop.clerk.call, &fact, &outcome));
    assert_int_equal(pthread_create(&thread, NULL, serve, &counter), 0);
    until_waited_for(&shop.clerk.call);
    assert_ok(clerk_end(&shop.clerk, OK));
    pthread_join(thread, NULL);
    clerk_down(&counter.clerk);
    assert_fails(counter.done, ALREADY_PICKED_UP);
    assert_order(&seat, "REFUNDED");
    assert_int_equal(events("OrderPickedUp", seat.order), 0);
}

/* ---- whose code, whose point ---- */

static void a_code_is_worth_something_at_its_point_only(void **state)
{
    const char *ann = buyer(4), *elsewhere = new_point(leader);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__PickUpCode code;
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(show_code(ann, point, &code));
    assert_fails(HAND_OVER_ALL(leader, elsewhere, CODE(code.code), &record), CODE_WRONG);
    assert_fails(HAND_OVER_ALL(leader, elsewhere, SIGNED(code.signed_code), &record), CODE_WRONG);
    assert_fails(HAND_OVER(leader, elsewhere, NO_CODE, &record, { seat.order, 0, 1 }), NOT_HERE);
    assert_order(&seat, "READY");
}

static void another_points_staff_another_leader_and_a_buyer_hand_over_nothing(void **state)
{
    const char *ann = buyer(5), *other = user_n(&shop.clerk, 92), *theirs = new_point(other),
               *helper = user_n(&shop.clerk, 93);
    const char *strangers[] = { other, helper, ann, "" };
    struct seat seat = parcel_at(&goods, ann, point);
    const char *code = code_of(ann, point);
    Gb__ListHandOversRequest list = GB__LIST_HAND_OVERS_REQUEST__INIT;
    Gb__ListHandOversResponse listed = GB__LIST_HAND_OVERS_RESPONSE__INIT;
    Gb__FindParcelsResponse found;
    Gb__HandOverRecord record;

    (void)state;
    hire(theirs, helper);
    list.point_id = point;
    for (int i = 0; i < 4; i++) {
        assert_fails(HAND_OVER_ALL(strangers[i], point, CODE(code), &record), NOT_HERE);
        assert_fails(HAND_OVER(strangers[i], point, NO_CODE, &record, { seat.order, 0, 1 }), NOT_HERE);
        assert_fails(try_code(strangers[i], point, code), NOT_HERE);
        assert_fails(find_as(&shop.clerk, strangers[i], point, NO_CODE, 0, "8000", &found), NOT_HERE);
        assert_fails(CALL_IN_TX(strangers[i], groupbuy_list_hand_overs, &list, &listed), NOT_HERE);
    }
    assert_order(&seat, "READY");
}

static void staff_who_left_a_moment_ago_hand_over_nothing(void **state)
{
    const char *ann = buyer(6), *gone = user_n(&shop.clerk, 94);
    struct seat seat = parcel_at(&goods, ann, point);
    const char *code = code_of(ann, point);
    Gb__HandOverRecord record;

    (void)state;
    hire(point, gone);
    assert_ok(HAND_OVER(gone, point, CODE(code), &record, { seat.order, 0, 1 }));
    dismiss(point, gone);
    assert_fails(HAND_OVER_ALL(gone, point, CODE(code), &record), NOT_HERE);
    assert_order(&seat, "PARTLY_FULFILLED");
    test_sql(shop.db, "update leaders set status = 'DISABLED', disabled_reason = 'x' where user_id = $1",
             db_id(leader));
    assert_fails(HAND_OVER_ALL(leader, point, CODE(code), &record), LEADER_DISABLED);
    test_sql(shop.db, "update leaders set status = 'ACTIVE', disabled_reason = '' where user_id = $1", db_id(leader));
}

static void a_code_opens_its_own_buyers_parcels_only(void **state)
{
    const char *ann = buyer(7), *bob = buyer(8);
    struct seat hers = parcel_at(&goods, ann, point), his = parcel_at(&goods, bob, point);
    Gb__HandOverRecord record;

    (void)state;
    assert_fails(HAND_OVER(staff, point, CODE(code_of(ann, point)), &record, { hers.order, 0, 1 }, { his.order, 0, 1 }),
                 NOT_HERE);
    assert_order(&hers, "READY");
    assert_order(&his, "READY");
}

/* ---- the signed form ---- */

static void a_signed_code_works_without_signal_until_it_runs_out(void **state)
{
    const char *ann = buyer(9);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__PickUpCode code, old;
    Gb__HandOverRecord record;

    (void)state;
    shop.house.signed_code_s = -1;
    assert_ok(show_code(ann, point, &old));
    shop.house.signed_code_s = 3600;
    assert_ok(show_code(ann, point, &code));
    assert_fails(HAND_OVER_ALL(staff, point, SIGNED(old.signed_code), &record), CODE_EXPIRED);
    assert_ok(HAND_OVER(staff, point, SIGNED(code.signed_code), &record, { seat.order, 0, 1 }));
    assert_int_equal(record.way, GB__HAND_OVER_WAY__BY_SIGNED_CODE);
    assert_ok(HAND_OVER_ALL(staff, point, SIGNED(code.signed_code), &record));
    assert_fails(HAND_OVER_ALL(staff, point, SIGNED(code.signed_code), &record), ALREADY_PICKED_UP);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from wrong_codes where staff_id = $1 and"
                                  " cardinality(tried_at) > 0",
                                  db_id(staff)),
                     0); /* what ran out is no guess */
}

static void nobody_makes_up_a_signed_code(void **state)
{
    const char *ann = buyer(10), *clerk = user_n(&shop.clerk, 95);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__PickUpCode code;
    char *forged;

    (void)state;
    hire(point, clerk);
    assert_ok(show_code(ann, point, &code));
    forged = arena_strdup(&shop.clerk.arena, code.signed_code);
    forged[strlen(forged) / 2] = forged[strlen(forged) / 2] == 'A' ? 'B' : 'A';
    Gb__HandOverRecord record;
    assert_fails(HAND_OVER_ALL(clerk, point, SIGNED(forged), &record), CODE_WRONG);
    assert_fails(HAND_OVER_ALL(clerk, point, SIGNED("P1.x"), &record), CODE_WRONG);
    assert_fails(HAND_OVER_ALL(clerk, point, SIGNED("P1.00000000.AAAA"), &record), CODE_WRONG);
    assert_order(&seat, "READY");
}

/* ---- guessing ---- */

static void five_wrong_codes_close_codes_there_for_a_right_one_too(void **state)
{
    const char *ann = buyer(11), *clerk = user_n(&shop.clerk, 96), *elsewhere = new_point(leader);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__FindParcelsResponse found;
    struct clerk replica;
    Gb__PickUpCode code;
    struct status closed;

    (void)state;
    clerk_up(&shop, &replica);
    hire(point, clerk);
    hire(elsewhere, clerk);
    assert_ok(show_code(ann, point, &code));
    for (int i = 0; i < 3; i++)
        assert_fails(try_code(clerk, point, "000000000000"), CODE_WRONG);
    assert_ok(try_code(clerk, point, code.code)); /* a right one between them forgives nothing */
    for (int i = 0; i < 2; i++)                   /* at another replica: the rows are one */
        assert_fails(find_as(&replica, clerk, point, CODE("000000000000"), 0, "", &found), CODE_WRONG);
    closed = try_code(clerk, point, code.code);
    assert_fails(closed, CODE_CLOSED);
    assert_in_range(closed.retry_after_s, 890, 900);
    assert_fails(find_as(&replica, clerk, point, SIGNED(code.signed_code), 0, "", &found), CODE_CLOSED);
    assert_ok(try_code(staff, point, code.code));                          /* for the others codes are open */
    assert_fails(try_code(clerk, elsewhere, "000000000000"), CODE_WRONG);  /* and for him elsewhere */
    assert_ok(find_as(&shop.clerk, clerk, point, NO_CODE, 7, "", &found)); /* searching goes on */
    test_sql(shop.db,
             "update wrong_codes set closed_until = now() - interval '1 ms' where staff_id = $1 and point_id = $2",
             db_id(clerk), db_id(point));
    assert_ok(try_code(clerk, point, code.code));
    assert_order(&seat, "READY");
    clerk_down(&replica);
}

static void wrong_codes_of_more_than_ten_minutes_ago_are_forgotten(void **state)
{
    const char *clerk = user_n(&shop.clerk, 97);

    (void)state;
    hire(point, clerk);
    for (int i = 0; i < 4; i++)
        assert_fails(try_code(clerk, point, "000000000000"), CODE_WRONG);
    test_sql(
        shop.db,
        "update wrong_codes set tried_at = array(select at - interval '10 min' from unnest(tried_at[1:2]) as t (at))"
        " || tried_at[3:4] where staff_id = $1",
        db_id(clerk));
    assert_fails(try_code(clerk, point, "000000000000"), CODE_WRONG);
    assert_fails(try_code(clerk, point, "000000000000"), CODE_WRONG); /* two of six are too old: the fifth is to come */
    assert_fails(try_code(clerk, point, "000000000000"), CODE_WRONG);
    assert_fails(try_code(clerk, point, "000000000000"), CODE_CLOSED);
}

/* Many at the same moment: not one more than five is looked up. */
static void *guess(void *argument)
{
    struct counter *counter = argument;
    Gb__FindParcelsResponse found;

    do
        counter->done = find_as(&counter->clerk, counter->staff, point, CODE("000000000000"), 0, "", &found);
    while (failed_with(counter->done, CONFLICT));
    return NULL;
}

static void guesses_at_the_same_moment_count_one_after_the_other(void **state)
{
    const char *clerk = user_n(&shop.clerk, 98);
    struct counter counters[8];
    pthread_t threads[8];
    int wrong = 0;

    (void)state;
    hire(point, clerk);
    for (int i = 0; i < 8; i++) {
        counters[i] = (struct counter){ .staff = clerk };
        clerk_up(&shop, &counters[i].clerk);
    }
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, guess, &counters[i]), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        wrong += failed_with(counters[i].done, CODE_WRONG);
        clerk_down(&counters[i].clerk);
    }
    assert_int_equal(wrong, 5);
}

/* ---- searching ---- */

static void a_parcel_is_found_by_the_last_four_digits_of_a_phone(void **state)
{
    const char *ann = buyer(12), *elsewhere = new_point(leader);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__FindParcelsResponse found;
    Gb__HandOverRecord record;

    (void)state;
    phone.last_four = "8000";
    phone.user_id = ann;
    assert_ok(find_as(&shop.clerk, staff, point, NO_CODE, 0, "8001", &found));
    assert_int_equal(found.n_parcels, 0);
    assert_ok(find_as(&shop.clerk, leader, elsewhere, NO_CODE, 0, "8000", &found));
    assert_int_equal(found.n_parcels, 0);
    assert_ok(find_as(&shop.clerk, staff, point, NO_CODE, 0, "8000", &found));
    assert_int_equal(found.n_parcels, 1);
    assert_string_equal(found.parcels[0]->order_id, seat.order);
    assert_string_equal(found.parcels[0]->owner_name, "客*");
    assert_fails(HAND_OVER_ALL(staff, point, NO_CODE, &record), FIELDS_INVALID);
    assert_ok(HAND_OVER(staff, point, NO_CODE, &record, { seat.order, 0, 3 }, { seat.order, 1, 1 }));
    assert_int_equal(record.way, GB__HAND_OVER_WAY__BY_SEARCH);
    assert_string_equal(record.collector_name, "");
    assert_fails(HAND_OVER(staff, point, NO_CODE, &record, { seat.order, 0, 1 }), ALREADY_PICKED_UP);
}

static void exactly_one_way_to_find(void **state)
{
    Gb__FindParcelsResponse found;
    Gb__HandOverRecord record;

    (void)state;
    assert_fails(find_as(&shop.clerk, staff, point, NO_CODE, 0, "", &found), FIELDS_INVALID);
    assert_fails(find_as(&shop.clerk, staff, point, CODE("000000000000"), 3, "", &found), FIELDS_INVALID);
    assert_fails(HAND_OVER_ALL(staff, point, ((struct shown){ "000000000000", "P1.x" }), &record), FIELDS_INVALID);
}

/* ---- the log ---- */

static void who_handed_what_to_whom_is_listed(void **state)
{
    const char *ann = buyer(13), *here = new_point(leader);
    struct seat seat = parcel_at(&goods, ann, here);
    Gb__ListHandOversRequest list = GB__LIST_HAND_OVERS_REQUEST__INIT;
    Gb__ListHandOversResponse listed = GB__LIST_HAND_OVERS_RESPONSE__INIT;
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(HAND_OVER(leader, here, CODE(code_of(ann, here)), &record, { seat.order, 0, 1 }));
    assert_ok(HAND_OVER_ALL(leader, here, CODE(code_of(ann, here)), &record));
    list.point_id = here;
    assert_ok(CALL_IN_TX(leader, groupbuy_list_hand_overs, &list, &listed));
    assert_int_equal(listed.n_hand_overs, 2);
    assert_string_equal(listed.hand_overs[0]->hand_over_id, record.hand_over_id);
    assert_int_equal(listed.hand_overs[0]->n_lines, 2);
    assert_int_equal(listed.hand_overs[1]->n_lines, 1);
    assert_string_equal(listed.hand_overs[1]->collector_name, "客*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICK_UP_TEST(a_code_hands_over_everything_that_lies_there),
        PICK_UP_TEST(goods_are_picked_up_in_parts_by_line_and_unit),
        PICK_UP_TEST(what_was_refunded_is_not_handed_over),
        PICK_UP_TEST(two_of_the_staff_at_the_same_moment_one_wins),
        PICK_UP_TEST(what_is_paid_back_meanwhile_is_not_handed_over),
        PICK_UP_TEST(a_code_is_worth_something_at_its_point_only),
        PICK_UP_TEST(another_points_staff_another_leader_and_a_buyer_hand_over_nothing),
        PICK_UP_TEST(staff_who_left_a_moment_ago_hand_over_nothing),
        PICK_UP_TEST(a_code_opens_its_own_buyers_parcels_only),
        PICK_UP_TEST(a_signed_code_works_without_signal_until_it_runs_out),
        PICK_UP_TEST(nobody_makes_up_a_signed_code),
        PICK_UP_TEST(five_wrong_codes_close_codes_there_for_a_right_one_too),
        PICK_UP_TEST(wrong_codes_of_more_than_ten_minutes_ago_are_forgotten),
        PICK_UP_TEST(guesses_at_the_same_moment_count_one_after_the_other),
        PICK_UP_TEST(a_parcel_is_found_by_the_last_four_digits_of_a_phone),
        PICK_UP_TEST(exactly_one_way_to_find),
        PICK_UP_TEST(who_handed_what_to_whom_is_listed),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
