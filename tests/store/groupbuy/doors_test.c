/* What comes to the doors of a round: who hears when it lies ready and is not brought. */
#include "linli/groupbuy/v1/delivery.pb-c.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_doors");
}

/* Orders 10 and 20 are to be brought; they are ready. */
static struct opened ready_for_doors(void)
{
    struct opened opened = closed_round("EVEN", 20, true);
    Gb__PlaceReceiving seen;

    assert_ok(ARRIVE(LEADER, &opened, opened.round, &seen, { opened.apples, 5, 0 }));
    assert_ok(confirm(LEADER, &opened, opened.round, 1, &seen));
    assert_ok(settle(&opened, opened.round));
    return opened;
}

static const char *order_at(const struct opened *opened, int number)
{
    struct rows *rows = test_sql(shop.db, "select order_id from round_entries where round_id = $1 and number = $2",
                                 db_id(opened->round), db_int(number));

    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

static struct status bring(const char *user, const struct opened *opened, int number)
{
    Gb__DeliverRoundOrderRequest in = GB__DELIVER_ROUND_ORDER_REQUEST__INIT;
    Gb__RoundOrder out = GB__ROUND_ORDER__INIT;

    in.order_id = order_at(opened, number);
    return CALL_IN_TX(user, groupbuy_deliver_round_order, &in, &out);
}

static void refund_whole(const struct opened *opened, int number)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = order_at(opened, number);
    in.reason = "家里没人";
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_refund_order, &in, &out));
}

/* The house looks, so many hours after it was ready; twice. Gives how often the round was told of. */
static int64_t told_after(const struct opened *opened, int hours)
{
    test_sql(shop.db,
             "update round_places set settled_at = now() - $2 * interval '1 h' where round_id = $1 and place_id = $1",
             db_id(opened->round), db_int(hours));
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(JOB_FIND_WAITING_DOORS, "", groupbuy_find_waiting_doors));
    return events("DoorsWaiting", opened->round);
}

static Gb__DoorsWaiting *last_told(const struct opened *opened)
{
    struct rows *rows = test_sql(shop.db,
                                 "select payload from outbox where type = 'linli.groupbuy.v1.DoorsWaiting' and"
                                 " aggregate_id = $1 order by id desc limit 1",
                                 db_id(opened->round));
    size_t bytes;
    const uint8_t *payload = rows_bytes(rows, 0, 0, &bytes);

    return (Gb__DoorsWaiting *)protobuf_c_message_unpack(&gb__doors_waiting__descriptor, NULL, bytes, payload);
}

static void expect_last(const struct opened *opened, int64_t orders, bool overdue)
{
    Gb__DoorsWaiting *last = last_told(opened);

    assert_non_null(last);
    assert_int_equal(last->orders, orders);
    assert_int_equal(last->overdue, overdue);
    assert_string_equal(last->leader_id, LEADER);
    assert_string_equal(last->community_id, COMMUNITY);
    assert_string_equal(last->title, "周三团");
    protobuf_c_message_free_unpacked(&last->base, NULL);
}

static void a_leader_is_reminded_after_a_day_and_operators_know_after_three(void **state)
{
    struct opened opened = ready_for_doors();

    (void)state;
    assert_int_equal(told_after(&opened, 23), 0);
    assert_int_equal(told_after(&opened, 24), 1);
    expect_last(&opened, 2, false);
    assert_fails(bring(STAFF, &opened, 10), NOT_HERE);
    assert_ok(bring(LEADER, &opened, 10));
    assert_int_equal(told_after(&opened, 71), 1);
    assert_int_equal(told_after(&opened, 72), 2);
    expect_last(&opened, 1, true);
    assert_int_equal(told_after(&opened, 200), 2);
}

static void what_was_brought_or_paid_back_does_not_wait(void **state)
{
    struct opened opened = ready_for_doors();

    (void)state;
    assert_ok(bring(LEADER, &opened, 10));
    refund_whole(&opened, 20);
    assert_int_equal(told_after(&opened, 25), 0);
    assert_int_equal(told_after(&opened, 73), 0);
}

/* Nobody looked for days: it is told of once, for the longer time. */
static void a_house_that_was_down_tells_once(void **state)
{
    struct opened opened = ready_for_doors();

    (void)state;
    assert_int_equal(told_after(&opened, 100), 1);
    expect_last(&opened, 2, true);
}

/* What lies at a point has its own reminders. */
static void points_are_none_of_its_business(void **state)
{
    struct opened opened = closed_round("EVEN", 3, false);
    Gb__PlaceReceiving seen;

    (void)state;
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1000, 0 }, { opened.pears, 1000, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    test_sql(shop.db, "update round_places set settled_at = now() - interval '100 h' where round_id = $1",
             db_id(opened.round));
    assert_int_equal(told_after(&opened, 100), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_leader_is_reminded_after_a_day_and_operators_know_after_three),
        TEST(what_was_brought_or_paid_back_does_not_wait),
        TEST(a_house_that_was_down_tells_once),
        TEST(points_are_none_of_its_business),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
