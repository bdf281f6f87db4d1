/* Orders that are not paid in time and campaigns that end, on a real PostgreSQL: closed at WeChat first, with crashes
 * between the steps. */
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_closing");
}

static void an_unpaid_order_is_closed_at_wechat_first(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1), bob = join_team(ann.team, 2);
    Gb__Payment payment;

    (void)state;
    pay(&ann);
    assert_ok(ask_to_pay(&bob, &payment));
    wechat.away = true;
    assert_fails(run_job(JOB_CLOSE_UNPAID, bob.order, groupbuy_close_unpaid), PAYMENT_UNAVAILABLE);
    assert_order(&bob, "PENDING_PAYMENT"); /* nothing is given back before WeChat has closed it */
    assert_team(&ann, "OPEN", 1, 1);
    assert_fails(ask_to_pay(&bob, &payment), ORDER_EXPIRED); /* and nobody is handed a payment meanwhile */
    wechat.away = false;
    assert_ok(run_job(JOB_CLOSE_UNPAID, bob.order, groupbuy_close_unpaid));
    assert_ok(run_job(JOB_CLOSE_UNPAID, bob.order, groupbuy_close_unpaid));
    assert_int_equal(wechat_order(bob.order)->state, CHANNEL_CLOSED);
    assert_order(&bob, "CANCELLED");
    assert_team(&ann, "OPEN", 0, 1);
    assert_fails(ask_to_pay(&bob, &payment), ORDER_NOT_PAYABLE);
}

/* An order of so long ago that may be paid for so long. */
static void wait_to_be_paid(const struct seat *seat, const char *since, const char *left)
{
    test_sql(shop.db, "alter table orders disable trigger orders_moved"); /* it is no move */
    test_sql(shop.db,
             "update orders set pay_by = now() + $2::interval, created_at = now() - $3::interval where id = $1",
             db_id(seat->order), db_text(left), db_text(since));
    test_sql(shop.db, "alter table orders enable trigger orders_moved");
}

static void assert_found(const struct seat *seat, bool found)
{
    assert_ok(run_job("find_expiring", "", groupbuy_find_expiring));
    assert_int_equal(jobs(JOB_TELL_EXPIRING, seat->order), found);
}

static void an_unpaid_order_is_told_of_once_before_its_end(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 4, 990), 1), bob = join_team(ann.team, 2),
                cid = join_team(ann.team, 3), dan = join_team(ann.team, 4);

    (void)state;
    wait_to_be_paid(&ann, "10 min", "4 min");
    wait_to_be_paid(&bob, "1 min", "4 min"); /* has had no more than these */
    wait_to_be_paid(&cid, "10 min", "6 min");
    wait_to_be_paid(&dan, "10 min", "4 min");
    assert_found(&ann, true);
    assert_int_equal(jobs(JOB_TELL_EXPIRING, bob.order) + jobs(JOB_TELL_EXPIRING, cid.order), 0);
    pay(&dan); /* meanwhile */
    assert_ok(run_job(JOB_TELL_EXPIRING, ann.order, groupbuy_tell_expiring));
    assert_ok(run_job(JOB_TELL_EXPIRING, dan.order, groupbuy_tell_expiring));
    assert_int_equal(events("OrderExpiring", ann.order), 1);
    assert_int_equal(events("OrderExpiring", dan.order), 0);
    test_sql(shop.db, "delete from jobs where kind = $1", db_text(JOB_TELL_EXPIRING));
    assert_found(&ann, false); /* again */
    test_sql(shop.db, "update unpaid_watch set told_pay_by = now()"); /* as time passes */
    wait_to_be_paid(&cid, "11 min", "299 s");
    assert_found(&cid, true);
}

/* The buyer cancels, WeChat is away, our process dies: the job that was written first brings it to its end. */
static void a_cancel_that_was_begun_is_finished(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    Gb__Payment payment;
    struct rows *rows;
    struct job job = { .kind = JOB_CLOSE_UNPAID, .key = ann.order };

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    wechat.away = true;
    assert_fails(cancel_order(&ann, ann.user), PAYMENT_UNAVAILABLE);
    wechat.away = false;
    rows = test_sql(shop.db, "select payload from jobs where kind = $1 and key = $2", db_text(JOB_CLOSE_UNPAID),
                    db_id(ann.order));
    assert_int_equal(rows_count(rows), 1);
    job.payload = rows_bytes(rows, 0, 0, &job.payload_bytes);
    assert_ok(clerk_end(&shop.clerk, groupbuy_close_unpaid(clerk_call(&shop.clerk, ""), &job)));
    assert_order(&ann, "CANCELLED");
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, ann.order), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where id = $1 and cancel_reason = 'BY_BUYER'",
                                  db_id(ann.order)),
                     1);
}

static void a_payment_that_wins_the_race_is_honoured(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1), bob = join_team(ann.team, 2);
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    wechat.pays_on_close = true;
    assert_ok(run_job(JOB_CLOSE_UNPAID, ann.order, groupbuy_close_unpaid));
    assert_order(&ann, "WAITING_TEAM");
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_KNOWN); /* the notice comes after */
    wechat.pays_on_close = false;
    assert_ok(ask_to_pay(&bob, &payment));
    wechat_pay(wechat_order(bob.order), clock_unix_us()); /* paid, the notice never comes */
    assert_ok(
        run_job(JOB_LOOK_AT_PAYMENT, arena_printf(&shop.clerk.arena, "%s:0", bob.order), groupbuy_look_at_payment));
    assert_order(&bob, "WAITING_TEAM");
}

static void looks_go_on_while_there_is_time(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    const char *first = arena_printf(&shop.clerk.arena, "%s:0", ann.order);
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    assert_ok(ask_to_pay(&ann, &payment)); /* again: the same payment */
    assert_int_equal(jobs(JOB_LOOK_AT_PAYMENT, first), 1);
    assert_ok(run_job(JOB_LOOK_AT_PAYMENT, first, groupbuy_look_at_payment));
    assert_int_equal(jobs(JOB_LOOK_AT_PAYMENT, arena_printf(&shop.clerk.arena, "%s:1", ann.order)), 1);
    assert_order(&ann, "PENDING_PAYMENT");
}

static void whose_time_is_over_gets_a_job(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1),
                bob = start_team(shop_team_buy(&shop, 9, 3, 990), 2);
    Gb__Payment payment;

    (void)state;
    test_sql(shop.db, "alter table orders disable trigger orders_moved");
    test_sql(shop.db, "update orders set pay_by = now() - interval '1 s' where id = $1", db_id(ann.order));
    test_sql(shop.db, "alter table orders enable trigger orders_moved");
    assert_ok(run_job("find_unpaid", "", groupbuy_find_unpaid));
    assert_ok(run_job("find_unpaid", "", groupbuy_find_unpaid));
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, ann.order), 1);
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, bob.order), 0);
    assert_fails(ask_to_pay(&ann, &payment), ORDER_EXPIRED);
}

/* Each has a time and a job of its own. */
static void one_that_cannot_be_closed_holds_up_nobody(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1),
                bob = start_team(shop_team_buy(&shop, 9, 3, 990), 2);
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    test_sql(shop.db, "alter table orders disable trigger orders_moved");
    test_sql(shop.db, "update orders set pay_by = now() - interval '1 s' where id in ($1, $2)", db_id(ann.order),
             db_id(bob.order));
    test_sql(shop.db, "alter table orders enable trigger orders_moved");
    assert_ok(run_job("find_unpaid", "", groupbuy_find_unpaid));
    wechat.away = true; /* who has been asked to pay is asked about there */
    assert_fails(run_job(JOB_CLOSE_UNPAID, ann.order, groupbuy_close_unpaid), PAYMENT_UNAVAILABLE);
    assert_ok(run_job(JOB_CLOSE_UNPAID, bob.order, groupbuy_close_unpaid));
    assert_order(&bob, "CANCELLED");
    wechat.away = false;
    assert_ok(run_job(JOB_CLOSE_UNPAID, ann.order, groupbuy_close_unpaid));
    assert_order(&ann, "CANCELLED");
}

static void unsold_units_go_back_to_the_sku(void **state)
{
    struct shop_campaign wanted = { .kind = GB__CAMPAIGN_KIND__TEAM_BUY,
                                    .stock = 9,
                                    .limit = 1,
                                    .price = 990,
                                    .team_size = 2,
                                    .sku_id = shop_sku(&shop, 10) };
    Gb__Campaign campaign;
    struct seat ann, bob, cid;

    (void)state;
    assert_ok(shop_try_campaign(&shop, &wanted, &campaign));
    ann = start_team(campaign.campaign_id, 1);
    bob = join_team(ann.team, 2);
    cid = start_team(campaign.campaign_id, 3);
    pay(&ann);
    pay(&bob);
    assert_fails(run_job(JOB_END_CAMPAIGN, campaign.campaign_id, groupbuy_end_campaign), NOT_AVAILABLE); /* it runs */
    test_sql(shop.db, "update campaigns set ends_at = now() where id = $1", db_id(campaign.campaign_id));
    assert_fails(run_job(JOB_END_CAMPAIGN, campaign.campaign_id, groupbuy_end_campaign),
                 NOT_AVAILABLE); /* cid may pay */
    assert_int_equal(test_sql_int(shop.db, "select stock from skus where id = $1", db_id(wanted.sku_id)), 1 + 6);
    assert_ok(run_job(JOB_CLOSE_UNPAID, cid.order, groupbuy_close_unpaid));
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(JOB_END_CAMPAIGN, campaign.campaign_id, groupbuy_end_campaign));
    assert_int_equal(test_sql_int(shop.db, "select stock from skus where id = $1", db_id(wanted.sku_id)), 1 + 7);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from campaigns where id = $1 and ended",
                                  db_id(campaign.campaign_id)),
                     1);
    assert_int_equal(test_sql_int(shop.db, "select returned from campaigns where id = $1", db_id(campaign.campaign_id)),
                     7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unpaid_order_is_closed_at_wechat_first),
        TEST(an_unpaid_order_is_told_of_once_before_its_end),
        TEST(a_cancel_that_was_begun_is_finished),
        TEST(a_payment_that_wins_the_race_is_honoured),
        TEST(looks_go_on_while_there_is_time),
        TEST(whose_time_is_over_gets_a_job),
        TEST(one_that_cannot_be_closed_holds_up_nobody),
        TEST(unsold_units_go_back_to_the_sku),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
