/* Money on its way back, on a real PostgreSQL: teams that run out, late payments, refunds that wait or are stuck. */
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_refunds");
}

static void a_team_that_runs_out_is_refunded(void **state)
{
    const char *campaign = shop_team_buy(&shop, 3, 3, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2), cid = join_team(ann.team, 3);

    (void)state;
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from campaigns where id = $1 and sold_out", db_id(campaign)), 1);
    pay(&ann);
    pay(&bob);
    assert_ok(run_job(JOB_EXPIRE_TEAM, ann.team, groupbuy_expire_team)); /* too early: nothing */
    assert_team(&ann, "OPEN", 1, 2);
    expire(&ann);
    assert_ok(run_job(JOB_EXPIRE_TEAM, ann.team, groupbuy_expire_team)); /* again: nothing */
    assert_order(&ann, "CANCELLED");
    assert_order(&bob, "CANCELLED");
    assert_order(&cid, "PENDING_PAYMENT");
    assert_int_equal(events("TeamFailed", ann.team), 1);
    assert_int_equal(events("OrderCancelled", bob.order), 1);
    assert_int_equal(events("SaleRestocked", campaign), 1);
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, cid.order), 1);
    assert_int_equal(balance(ACCOUNT_REFUNDS, &ann), -990); /* promised, not yet out */
    assert_refunded(&ann);
    assert_refunded(&bob);
    assert_ok(run_job(JOB_CLOSE_UNPAID, cid.order, groupbuy_close_unpaid));
    assert_order(&cid, "CANCELLED");
}

static void who_pays_into_a_team_that_is_over_is_refunded(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1), bob = join_team(ann.team, 2);
    Gb__Payment payment;

    (void)state;
    pay(&ann);
    assert_ok(ask_to_pay(&bob, &payment));
    expire(&ann);
    wechat_pay(wechat_order(bob.order), clock_unix_us());
    assert_int_equal(notice(&bob), PAYMENT_OUTCOME_APPLIED);
    assert_order(&bob, "CANCELLED");
    assert_int_equal(events("OrderPaid", bob.order), 0);
    assert_refunded(&bob);
    assert_refunded(&ann);
}

static void a_payment_of_a_cancelled_order_goes_back(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    assert_ok(cancel_order(&ann, ann.user));
    assert_order(&ann, "CANCELLED");
    wechat_pay(wechat_order(ann.order), clock_unix_us()); /* against all rules */
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_KNOWN);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from orders where id = $1 and paid_at is not null", db_id(ann.order)),
        1);
    assert_refunded(&ann);
}

static void a_refund_waits_for_funds_under_one_number(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    const char *refund;

    (void)state;
    pay(&ann);
    expire(&ann);
    refund = refund_of(&ann);
    wechat.no_funds = true;
    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from refunds where id = $1 and state = 'WAITING_FUNDS'", db_id(refund)),
        1);
    wechat.no_funds = false;
    wechat.away = true;
    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    wechat.away = false;
    wechat_refund(refund)->asked = 0;
    assert_refunded(&ann);
    assert_int_equal(wechat.refunds_count, 1);
}

static int64_t alarms(void)
{
    return test_sql_int(shop.db, "select count(*) from outbox where type = 'linli.groupbuy.v1.FundsLow'");
}

static const char *waiting_refund(const struct seat *seat)
{
    const char *refund = refund_of(seat);

    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    return refund;
}

static void goes_on(const struct seat *seat)
{
    wechat_refund(refund_of(seat))->asked = 0;
    assert_refunded(seat);
}

static void low_funds_ring_once_until_nothing_waits(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    struct seat ben = start_team(shop_team_buy(&shop, 9, 3, 990), 2);
    struct seat cem = start_team(shop_team_buy(&shop, 9, 3, 990), 3);
    int64_t before = alarms();

    (void)state;
    pay(&ann), pay(&ben), pay(&cem);
    expire(&ann), expire(&ben), expire(&cem);
    wechat.no_funds = true;
    waiting_refund(&ann);
    waiting_refund(&ann);
    waiting_refund(&ben);
    assert_int_equal(alarms(), before + 1);
    wechat.no_funds = false;
    goes_on(&ann);
    wechat.no_funds = true;
    waiting_refund(&cem); /* one still waits: the same episode */
    assert_int_equal(alarms(), before + 1);
    wechat.no_funds = false;
    goes_on(&ben);
    goes_on(&cem);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from fund_episodes where closed_at is null"), 0);
    ann = start_team(shop_team_buy(&shop, 9, 3, 990), 4);
    pay(&ann);
    expire(&ann);
    wechat.no_funds = true;
    waiting_refund(&ann);
    assert_int_equal(alarms(), before + 2);
    wechat.no_funds = false;
    goes_on(&ann);
}

static int64_t cases(const char *reason, const char *subject, const char *state)
{
    return test_sql_int(shop.db,
                        "select count(*) from payment_cases where reason = $1 and subject = $2 and expected_fen ="
                        " case when order_id is null then 0 else 990 end"
                        " and case when settled_at is null then 'open' else settled_by end = $3",
                        db_text(reason), db_text(subject), db_text(state));
}

static enum refund_outcome take_refund_fact(const struct refund_fact *fact)
{
    struct call *call = clerk_call(&shop.clerk, "");
    enum refund_outcome outcome = REFUND_OUTCOME_UNKNOWN;

    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, refund_apply(call, fact, &outcome)));
    return outcome;
}

static void a_refund_that_is_stuck_waits_for_somebody(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    struct refund_fact fact;
    const char *refund;

    (void)state;
    pay(&ann);
    expire(&ann);
    refund = refund_of(&ann);
    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    wechat_refund(refund)->state = REFUND_ABNORMAL;
    assert_ok(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund));
    assert_order(&ann, "CANCELLED");
    assert_int_equal(cases("REFUND_ABNORMAL", refund, "open"), 1);
    assert_int_equal(events("RefundStuck", refund), 1);
    fact = refund_fact(&shop.clerk.arena, wechat_refund(refund),
                       &(const struct refund){ .order_id = ann.order, .merchant_id = "" });
    fact.state = REFUND_SUCCESS; /* paid out by hand */
    for (int i = 0; i < 2; i++)
        assert_int_equal(take_refund_fact(&fact), REFUND_OUTCOME_APPLIED);
    fact.state = REFUND_PROCESSING; /* said before that, and here only now */
    assert_int_equal(take_refund_fact(&fact), REFUND_OUTCOME_APPLIED);
    assert_order(&ann, "REFUNDED");
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where id = $1 and state = 'SUCCESS'",
                                  db_id(refund)),
                     1);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 0);
    assert_int_equal(cases("REFUND_ABNORMAL", refund, "wechat"), 1); /* nothing to do for anybody */
}

static void a_refund_that_does_not_fit_is_a_case(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    const char *refund, *nobodys = user_n(&shop.clerk, 77);
    struct refund_fact fact;

    (void)state;
    pay(&ann);
    expire(&ann);
    refund = refund_of(&ann);
    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    fact = refund_fact(&shop.clerk.arena, wechat_refund(refund),
                       &(const struct refund){ .order_id = ann.order, .merchant_id = "" });
    fact.state = REFUND_SUCCESS;
    fact.amount = 991;
    for (int i = 0; i < 2; i++) /* told twice, one case */
        assert_int_equal(take_refund_fact(&fact), REFUND_OUTCOME_MISMATCH);
    assert_int_equal(cases("REFUND_MISMATCH", refund, "open"), 1);
    assert_order(&ann, "CANCELLED");
    fact.refund_id = "nobody's number";
    assert_int_equal(take_refund_fact(&fact), REFUND_OUTCOME_UNKNOWN);
    fact.refund_id = nobodys;
    assert_int_equal(take_refund_fact(&fact), REFUND_OUTCOME_UNKNOWN);
    assert_int_equal(cases("REFUND_UNKNOWN", nobodys, "open"), 1);
    assert_refunded(&ann);
}

/* Also when it is we who ask: the case stays, whatever becomes of the job. */
static void a_payment_that_does_not_fit_is_a_case(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    wechat_pay(wechat_order(ann.order), clock_unix_us());
    wechat_order(ann.order)->amount = 1;
    assert_ok(
        run_job(JOB_LOOK_AT_PAYMENT, arena_printf(&shop.clerk.arena, "%s:0", ann.order), groupbuy_look_at_payment));
    assert_int_equal(cases("PAYMENT_MISMATCH", ann.order, "open"), 1);
    assert_fails(run_job(JOB_CLOSE_UNPAID, ann.order, groupbuy_close_unpaid), INTERNAL);
    assert_int_equal(cases("PAYMENT_MISMATCH", ann.order, "open"), 1);
    assert_order(&ann, "PENDING_PAYMENT");
    wechat_order(ann.order)->amount = 990;
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_APPLIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_team_that_runs_out_is_refunded),         TEST(who_pays_into_a_team_that_is_over_is_refunded),
        TEST(a_payment_of_a_cancelled_order_goes_back), TEST(a_refund_waits_for_funds_under_one_number),
        TEST(low_funds_ring_once_until_nothing_waits),  TEST(a_refund_that_is_stuck_waits_for_somebody),
        TEST(a_refund_that_does_not_fit_is_a_case),     TEST(a_payment_that_does_not_fit_is_a_case),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
