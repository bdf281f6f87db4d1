/* Goods by weight: paid for at their upper bound, the difference goes back once, and nobody is charged more. */
#include "groupbuy/flow/refunding.h"
#include "store/groupbuy/places.h"

static int up(void **state)
{
    return seats_up(state, "gb_weights");
}

static const char *order_n(const struct opened *opened, int number)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select order_id from round_entries where round_id = $1 and number = $2",
                         db_id(opened->round), db_int(number)),
                0, 0));
}

static struct status weigh(const char *user, const struct opened *opened, const char *order, const char *item,
                           int64_t grams, int64_t *ret_refund)
{
    Gb__RecordWeightsRequest in = GB__RECORD_WEIGHTS_REQUEST__INIT;
    Gb__RecordWeightsResponse out = GB__RECORD_WEIGHTS_RESPONSE__INIT;
    Gb__WeightAsk ask = GB__WEIGHT_ASK__INIT, *asks[] = { &ask };

    in.round_id = opened->round;
    in.place_id = POINT;
    in.weights = asks;
    in.n_weights = 1;
    ask.order_id = order;
    ask.item_id = item;
    ask.grams = grams;
    TRY(CALL_IN_TX(user, groupbuy_record_weights, &in, &out));
    *ret_refund = out.weights[0]->refund_fen;
    return OK;
}

/* Apples are sold by weight: 500 g a unit at 9.00. */
static struct opened ready_round(int orders)
{
    struct opened opened = closed_round("EVEN", orders, false);
    Gb__PlaceReceiving seen;

    test_sql(shop.db, "update round_items set weighed = true where id = $1", db_id(opened.apples));
    assert_ok(ARRIVE(STAFF, &opened, POINT, &seen, { opened.apples, 1000, 0 }, { opened.pears, 1000, 0 }));
    assert_ok(confirm(LEADER, &opened, POINT, 1, &seen));
    assert_ok(settle(&opened, POINT));
    return opened;
}

static int64_t refunded(const char *order)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1",
                        db_id(order));
}

static void what_is_not_there_goes_back_once(void **state)
{
    struct opened opened = ready_round(3);
    const char *first = order_n(&opened, 1), *second = order_n(&opened, 2); /* 2 and 3 apples */
    int64_t refund;

    (void)state;
    assert_ok(weigh(STAFF, &opened, first, opened.apples, 917, &refund));
    assert_int_equal(refund, 1800 - 1800 * 917 / 1000); /* to the fen, in the buyer's favour: 149.4 */
    assert_int_equal(refund, 150);
    assert_int_equal(refunded(first), 150);
    assert_int_equal(events("WeightSettled", first), 1);
    assert_fails(weigh(STAFF, &opened, first, opened.apples, 500, &refund), WEIGHED_BEFORE);
    assert_int_equal(refunded(first), 150);
    assert_ok(weigh(LEADER, &opened, second, opened.apples, 1700, &refund)); /* 1,500 g were paid for */
    assert_int_equal(refund, 0);
    assert_int_equal(refunded(second), 0);
    assert_order(&(struct seat){ .order = first }, "READY");
}

static void only_what_is_sold_by_weight_and_lies_there_is_weighed(void **state)
{
    struct opened waiting = closed_round("EVEN", 3, false), opened = ready_round(3);
    const char *first = order_n(&opened, 1);
    int64_t refund;

    (void)state;
    test_sql(shop.db, "update round_items set weighed = true where id = $1", db_id(waiting.apples));
    assert_fails(weigh(STAFF, &waiting, order_n(&waiting, 1), waiting.apples, 900, &refund), NOT_TO_BE_WEIGHED);
    assert_fails(weigh(STAFF, &opened, first, opened.pears, 100, &refund), NOT_TO_BE_WEIGHED);
    assert_fails(weigh(STAFF, &opened, order_n(&waiting, 1), waiting.apples, 900, &refund), NOT_HERE);
    assert_fails(weigh(user_n(&shop.clerk, 1), &opened, first, opened.apples, 900, &refund), NOT_HERE);
    assert_int_equal(refunded(first), 0);
}

/* WeChat takes no more parts of the payment: nobody at the scales could do anything about that. */
static void what_wechat_takes_no_more_waits_for_finance(void **state)
{
    struct opened opened = ready_round(3);
    const char *order = order_n(&opened, 1);
    const char *stuck;
    int64_t refund;

    (void)state;
    test_sql(shop.db,
             "insert into refunds (id, order_id, amount_fen, coupon_fen, reason, state, key, ask_at, wechat_refund_id)"
             " select gen_random_uuid(), $1, 1, 0, 'BY_OPERATOR', 'PROCESSING', n::text, now(), 'w' || n || "
             "gen_random_uuid()"
             " from generate_series(1, $2) n",
             db_id(order), db_int(REFUND_PARTS_MAX - 1));
    assert_ok(weigh(STAFF, &opened, order, opened.apples, 917, &refund));
    assert_int_equal(refund, 150);
    stuck = arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select id from refunds where order_id = $1 and state = 'ABNORMAL'", db_id(order)), 0,
                0));
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from payment_cases where reason = 'REFUND_ABNORMAL' and subject = $1"
                                  " and order_id = $2 and expected_fen = 150 and told_fen = 0 and settled_at is null",
                                  db_text(stuck), db_id(order)),
                     1);
    assert_int_equal(jobs(JOB_DRIVE_REFUND, stuck), 0);
    assert_int_equal(events("RefundStuck", stuck), 1);
    assert_int_equal(test_sql_int(shop.db, "select refunding_fen from payments where order_id = $1", db_id(order)),
                     150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_there_goes_back_once),
        TEST(only_what_is_sold_by_weight_and_lies_there_is_weighed),
        TEST(what_wechat_takes_no_more_waits_for_finance),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
