/* Profit sharing on a real PostgreSQL: nothing is frozen without the house's rule; parts are split under one number
 * however often WeChat is asked, each with a result of its own; the rest is always freed, under another number; what a
 * person got is never asked back, but netted. */
#include "store/groupbuy/splits.h"

/* ---- promises ---- */

static void without_the_rule_nothing_is_frozen(void **state)
{
    struct seat seat = sold(10);

    (void)state;
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payments where profit_sharing"), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from sharings"), 0);
    assert_int_equal(jobs(JOB_DRIVE_SHARING, seat.order), 0);
    assert_int_equal(has(LEADER), 199);
}

/* What was paid while the rule was on stays frozen whatever the rule says later: it is freed. */
static void what_was_frozen_is_freed_when_the_rule_is_off(void **state)
{
    struct seat seat;

    (void)state;
    rule(true, 3000);
    payee(LEADER);
    seat = sold(15);
    rule(false, 3000);
    assert_ok(drive(&seat));
    assert_sharing(&seat, "DONE");
    assert_int_equal(sharing.splits, 0);
    assert_int_equal(sharing.unfreezes, 1);
    rule(true, 3000);
}

static void who_is_not_known_asks_for_a_transfer_and_the_rest_is_freed(void **state)
{
    struct seat seat = sold(20);

    (void)state;
    assert_int_equal(jobs(JOB_DRIVE_SHARING, seat.order), 1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from sharings s join payments p using (order_id) where order_id = $1"
                                  " and next_at >= paid_at + interval '61 s'",
                                  db_id(seat.order)),
                     1);
    sharing.finished = true;
    sharing.freed = false; /* only taken, not done */
    assert_fails(drive(&seat), PAYMENT_UNAVAILABLE);
    sharing.freed = true;
    assert_ok(drive(&seat));
    assert_settled(&seat, PARTNER, "TRANSFER", "UNKNOWN");
    assert_settled(&seat, LEADER, "SHARING", "");
    assert_sharing(&seat, "DONE");
}

static void a_part_is_split_under_one_number_however_often_it_is_asked_for(void **state)
{
    fen before = has(LEADER);
    struct seat seat;

    (void)state;
    payee(PARTNER);
    seat = sold(30);
    sharing.away = true;
    assert_fails(drive(&seat), PAYMENT_UNAVAILABLE);
    assert_sharing(&seat, "SPLITTING"); /* planned, and out of their accounts */
    assert_int_equal(has(LEADER), before);
    sharing.away = false;
    sharing.answer_lost = true;
    assert_fails(drive(&seat), PAYMENT_UNAVAILABLE);
    assert_int_equal(parts(&seat, "ASKED"), 2);
    sharing.answer_lost = false;
    assert_fails(drive(&seat), PAYMENT_UNAVAILABLE);
    assert_int_equal(parts(&seat, "SENT"), 2);
    assert_int_equal(sharing.unfreezes, 0); /* not before every part is settled */
    sharing.finished = true;
    assert_ok(drive(&seat));
    assert_int_equal(parts(&seat, "PAID"), 2);
    assert_sharing(&seat, "DONE");
    assert_int_equal(sharing.unfreezes, 1);
    assert_ok(drive(&seat)); /* again: nothing */
    assert_int_equal(sharing.splits, 3);
    assert_int_equal(sharing.unfreezes, 1);
    assert_int_equal(has(LEADER), before);
    assert_int_equal(
        test_sql_int(shop.db, "select sum(gross_fen)::bigint from payouts where order_id = $1", db_id(seat.order)),
        199 + 99);
}

static void finished_is_not_success_for_each(void **state)
{
    struct seat seat = sold(40);
    fen leader = has(LEADER), partner = has(PARTNER);

    (void)state;
    sharing.finished = true;
    sharing.closed = PARTNER;
    assert_ok(drive(&seat));
    assert_int_equal(parts(&seat, "PAID"), 1);
    assert_int_equal(parts(&seat, "FAILED"), 1);
    assert_int_equal(has(LEADER), leader - 199);
    assert_int_equal(has(PARTNER), partner); /* his again */
    assert_sharing(&seat, "DONE");
}

static void what_goes_back_whole_is_never_split(void **state)
{
    struct seat seat = sold(50), planned = sold(52);

    (void)state;
    refund_all(&seat);
    assert_ok(drive(&seat));
    assert_int_equal(sharing.splits, 0);
    assert_sharing(&seat, "DONE");
    sharing.away = true;
    assert_fails(drive(&planned), PAYMENT_UNAVAILABLE);
    assert_sharing(&planned, "SPLITTING");
    refund_all(&planned); /* after the plan, before WeChat was asked */
    sharing.away = false;
    sharing.unfreeze[0] = 0;
    assert_ok(drive(&planned));
    assert_int_equal(sharing.splits, 0);
    assert_int_equal(parts(&planned, "FAILED"), 2);
    assert_sharing(&planned, "DONE");
}

static void what_wechat_refuses_is_the_earners_again_and_the_rest_is_freed(void **state)
{
    struct seat seat = sold(60);
    fen before = has(LEADER);

    (void)state;
    sharing.no = "RULE_LIMIT";
    assert_ok(drive(&seat));
    assert_int_equal(parts(&seat, "FAILED"), 2);
    assert_int_equal(has(LEADER), before);
    assert_sharing(&seat, "DONE");
    assert_int_equal(sharing.unfreezes, 1);
}

static void too_soon_is_tried_again_but_not_for_ever(void **state)
{
    struct seat seat = sold(70);
    fen before = has(LEADER);

    (void)state;
    sharing.no = "INVALID_REQUEST";
    assert_ok(drive(&seat));
    assert_sharing(&seat, "SPLITTING");
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from sharings where order_id = $1 and next_at > now()"
                                  " + interval '50 min' and give_up_at < now() + interval '73 h'",
                                  db_id(seat.order)),
                     1);
    assert_ok(run_job("find_due_sharings", "", groupbuy_find_due_sharings));
    assert_int_equal(jobs(JOB_DRIVE_SHARING, seat.order), 0);
    test_sql(shop.db, "update sharings set next_at = now() where order_id = $1", db_id(seat.order));
    assert_ok(run_job("find_due_sharings", "", groupbuy_find_due_sharings));
    assert_int_equal(jobs(JOB_DRIVE_SHARING, seat.order), 1);
    test_sql(shop.db, "update sharings set give_up_at = now() where order_id = $1", db_id(seat.order));
    sharing.still_frozen = true; /* nor does it free it yet */
    assert_ok(drive(&seat));
    assert_int_equal(parts(&seat, "FAILED"), 2);
    assert_int_equal(has(LEADER), before);
    assert_sharing(&seat, "UNFREEZING");
    sharing.still_frozen = false;
    assert_ok(drive(&seat));
    assert_sharing(&seat, "DONE");
}

static void after_thirty_days_nothing_is_split(void **state)
{
    struct seat seat = sold(80);

    (void)state;
    test_sql(shop.db, "update sharings set give_up_at = now() where order_id = $1", db_id(seat.order));
    assert_ok(drive(&seat));
    assert_int_equal(sharing.splits, 0);
    assert_sharing(&seat, "DONE");
}

static void beyond_what_wechat_agreed_to_he_asks_for_a_transfer(void **state)
{
    struct seat seat = sold(90);

    (void)state;
    rule(true, 2500);
    sharing.finished = true;
    assert_ok(drive(&seat));
    assert_settled(&seat, LEADER, "SHARING", "");
    assert_settled(&seat, PARTNER, "TRANSFER", "ROOM");
    assert_int_equal(parts(&seat, "PAID"), 1);
    rule(true, 3000);
}

/* A person is never asked to give back: the next order nets it. */
static void a_refund_after_a_split_is_netted(void **state)
{
    struct seat seat, next;

    (void)state;
    payee(ANOTHER);
    seat = sold_by(ANOTHER, "", 100);
    sharing.finished = true;
    assert_ok(drive(&seat));
    assert_int_equal(parts(&seat, "PAID"), 1);
    assert_int_equal(has(ANOTHER), 0);
    refund_all(&seat);
    assert_int_equal(has(ANOTHER), -199);
    memset(&sharing, 0, sizeof sharing);
    sharing.freed = true;
    next = sold_by(ANOTHER, "", 110);
    assert_ok(drive(&next));
    assert_settled(&next, ANOTHER, "LEDGER", "DEBT");
    assert_int_equal(sharing.splits, 0);
    assert_int_equal(has(ANOTHER), 0);
    assert_sharing(&next, "DONE");
}

/* What he owes to one account is nothing to another's payment. */
static void a_part_goes_out_of_its_own_account_alone(void **state)
{
    struct seat seat, own = sold_by(ANOTHER, "", 120);

    (void)state;
    sharing.finished = true;
    assert_ok(drive(&own));
    assert_string_equal(sharing.merchant, "");
    refund_all(&own);
    assert_int_equal(has(ANOTHER), -199);
    memset(&sharing, 0, sizeof sharing);
    sharing.freed = sharing.finished = true;
    seat = sold_into(MERCHANT, ANOTHER, "", 130);
    assert_ok(drive(&seat));
    assert_settled(&seat, ANOTHER, "SHARING", "");
    assert_string_equal(sharing.merchant, MERCHANT);
    assert_int_equal(test_sql_int(shop.db,
                                  "select sum(gross_fen)::bigint from payouts where order_id = $1 and merchant_id = $2"
                                  " and state = 'PAID'",
                                  db_id(seat.order), db_text(MERCHANT)),
                     199);
    assert_int_equal(stands(MERCHANT, ACCOUNT_WECHAT), 2 * 999 - 199);
    assert_int_equal(stands(MERCHANT, ACCOUNT_LEADER_SHARES), 0);
    assert_int_equal(has(ANOTHER), -199);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from receivers where paid_by = $1 and not merchant", db_text(MERCHANT)),
        1);
    sold_by(ANOTHER, "", 140); /* pays it */
}

static struct seat asked_about;

/* By another worker: half of it goes back. */
static void half_goes_back(void)
{
    const struct refund_ask_part half = { 0, 0, 500, 0 };
    const struct refund_ask ask = {
        .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = "half", .parts = &half, .parts_count = 1
    };
    struct clerk other;
    struct order order;
    struct call *call;

    clerk_up(&shop, &other);
    call = clerk_call(&other, OPERATOR);
    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, asked_about.order, NULL, &order));
    assert_ok(clerk_end(&other, refund_start(call, &order, &ask, NULL)));
    clerk_down(&other);
}

static void a_refund_while_earners_are_looked_up_is_not_shared(void **state)
{
    (void)state;
    (void)sold(120); /* its leader has enough on his account for both */
    asked_about = sold(130);
    wechat.meanwhile = half_goes_back;
    sharing.finished = true;
    assert_ok(drive(&asked_about));
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from shares s join settlements t using (order_id, earner_id)"
                                  " where order_id = $1 and s.reversed_fen > 0 and t.way = 'SHARING'"
                                  " and t.fen = s.accrued_fen - s.reversed_fen",
                                  db_id(asked_about.order)),
                     2);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from payouts p join settlements t using (order_id, earner_id)"
                                  " where order_id = $1 and p.gross_fen = t.fen",
                                  db_id(asked_about.order)),
                     2);
}

/* What is split cannot go back to buyers: earners ask for it when the reserve is whole, and the rest is freed. */
static void while_the_reserve_is_short_nothing_is_split(void **state)
{
    struct seat seat = sold(140);

    test_sql(shop.db, "insert into reserve_rules (version, share_bp, created_by) values (1, 500, $1)",
             db_id(user_n(&shop.clerk, 1)));
    test_sql(shop.db, "insert into reserves (merchant_id, rule_version, balance_fen, unsettled_fen, claimable_fen,"
                      " after_sales_fen, promised_fen, payouts_fen, wanted_fen, measured_at, episode_id, short_since)"
                      " values ('', 1, 0, 0, 2000, 0, 0, 0, 100, now(), gen_random_uuid(), now())");
    assert_ok(drive(&seat));
    assert_settled(&seat, LEADER, "TRANSFER", "RESERVE");
    assert_sharing(&seat, "DONE");
    assert_int_equal(sharing.splits, 0);
    assert_int_equal(sharing.unfreezes, 1);
    test_sql(shop.db, "update reserves set episode_id = null, short_since = null");
    fresh_sharing(state);
    seat = sold(142);
    sharing.finished = true;
    assert_ok(drive(&seat));
    assert_settled(&seat, LEADER, "SHARING", "");
}

static int up(void **state)
{
    return splits_up(state, "gb_sharings");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHARES(without_the_rule_nothing_is_frozen),
        SHARES(what_was_frozen_is_freed_when_the_rule_is_off),
        SHARES(who_is_not_known_asks_for_a_transfer_and_the_rest_is_freed),
        SHARES(a_part_is_split_under_one_number_however_often_it_is_asked_for),
        SHARES(finished_is_not_success_for_each),
        SHARES(what_goes_back_whole_is_never_split),
        SHARES(what_wechat_refuses_is_the_earners_again_and_the_rest_is_freed),
        SHARES(too_soon_is_tried_again_but_not_for_ever),
        SHARES(after_thirty_days_nothing_is_split),
        SHARES(beyond_what_wechat_agreed_to_he_asks_for_a_transfer),
        SHARES(a_refund_after_a_split_is_netted),
        SHARES(a_part_goes_out_of_its_own_account_alone),
        SHARES(a_refund_while_earners_are_looked_up_is_not_shared),
        SHARES(while_the_reserve_is_short_nothing_is_split),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
