/* A round that is called off, on a real PostgreSQL: what was paid goes back, what may still be paid is closed at WeChat
 * first, and whoever wins that race has his money back, too. */
#include "store/groupbuy/running.h"

static int up(void **state)
{
    int failed = seats_up(state, "gb_round_off");

    rounds_up();
    return failed;
}

static void call_off(const char *round)
{
    Gb__CancelRoundRequest in = GB__CANCEL_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    in.reason = "果园遭了冰雹";
    assert_ok(CALL_IN_TX(LEADER, groupbuy_cancel_round, &in, &out));
    assert_int_equal(jobs(JOB_CANCEL_ROUND_ORDERS, round), 1);
}

static struct status cancel_orders(const char *round)
{
    return run_job(JOB_CANCEL_ROUND_ORDERS, round, groupbuy_cancel_round_orders);
}

/* By the job that was written for it, with its reason. */
static void close_order(const struct seat *seat)
{
    struct rows *rows = test_sql(shop.db,
                                 "select convert_from(payload, 'UTF8') from jobs where kind = $1 and key = $2 and"
                                 " run_at <= now()",
                                 db_text(JOB_CLOSE_UNPAID), db_text(seat->order));
    struct job job = { .kind = JOB_CLOSE_UNPAID, .key = seat->order };
    const char *why;

    assert_int_equal(rows_count(rows), 1);
    why = arena_strdup(&shop.clerk.arena, rows_text(rows, 0, 0));
    job.payload = (const uint8_t *)why;
    job.payload_bytes = strlen(why);
    assert_ok(clerk_end(&shop.clerk, groupbuy_close_unpaid(clerk_call(&shop.clerk, ""), &job)));
}

static void assert_off(const struct seat *seat)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select cancel_reason from orders where id = $1", db_id(seat->order)), 0, 0),
        "ROUND_OFF");
}

static void what_may_still_be_paid_is_closed_and_a_winner_is_paid_back(void **state)
{
    const char *round = running_round(60, 900);
    struct seat paid = order_in(round, 1, 2, GB__LATE_PAYMENT__LATE_REFUND),
                unpaid = order_in(round, 2, 1, GB__LATE_PAYMENT__LATE_REFUND),
                winner = order_in(round, 3, 3, GB__LATE_PAYMENT__LATE_REFUND);

    (void)state;
    wechat_pay(wechat_order(paid.order), clock_unix_us());
    assert_int_equal(notice(&paid), PAYMENT_OUTCOME_APPLIED);
    call_off(round);
    assert_fails(cancel_orders(round), NOT_AVAILABLE); /* two may have paid */
    assert_off(&paid);
    assert_order(&unpaid, "PENDING_PAYMENT");
    wechat_pay(wechat_order(winner.order), clock_unix_us());
    close_order(&unpaid);
    close_order(&winner);
    assert_order(&unpaid, "CANCELLED");
    assert_off(&unpaid);
    assert_int_equal(wechat_order(unpaid.order)->state, CHANNEL_CLOSED);
    assert_order(&winner, "WAITING_CUTOFF"); /* for the next look */
    assert_ok(cancel_orders(round));
    assert_off(&winner);
    assert_refunded(&paid);
    assert_refunded(&winner);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(unpaid.order)), 0);
    assert_int_equal(
        test_sql_int(shop.db, "select unsold + returned - stock from round_items where round_id = $1", db_id(round)),
        0);
    assert_ok(cancel_orders(round)); /* again: nothing */
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from refunds r join orders o on o.id = r.order_id where"
                                  " o.round_id = $1",
                                  db_id(round)),
                     2);
}

/* However many there are, each once, fifty in a transaction. */
static void everybody_is_paid_back_by_the_fifty(void **state)
{
    struct opened opened = open_round("EVEN", 101, false);

    (void)state;
    call_off(opened.round);
    assert_ok(cancel_orders(opened.round));
    assert_int_equal(OF_ROUND(&opened, "count(*) filter (where o.status <> 'CANCELLED')"), 0);
    assert_int_equal(OF_ROUND(&opened, "count(distinct o.xmin::text)"), 3);
    assert_int_equal(OF_ROUND(&opened, "sum((select count(*) from refunds r where r.order_id = o.id and r.reason ="
                                       " 'ROUND_OFF' and r.amount_fen = o.amount_fen))"),
                     101);
    assert_int_equal(test_sql_int(shop.db,
                                  "select sum(unsold + returned - stock)::bigint from round_items where round_id = $1",
                                  db_id(opened.round)),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_may_still_be_paid_is_closed_and_a_winner_is_paid_back),
        TEST(everybody_is_paid_back_by_the_fifty),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
