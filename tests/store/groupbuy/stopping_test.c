/* Campaigns that are stopped or withdrawn, on a real PostgreSQL: who has paid is honoured, or refunded; nobody is
 * forgotten by a run that dies. */
#include "groupbuy/campaigns.h"
#include "groupbuy/delivery.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/teams.h"
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_stopping");
}

static struct status stop(const char *user, const char *campaign, Gb__Campaign *out)
{
    Gb__StopCampaignRequest in = GB__STOP_CAMPAIGN_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    gb__campaign__init(out);
    in.campaign_id = campaign;
    in.why = "货源不足";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_stop_campaign(call, &in, out));
}

static struct status withdraw(const char *user, const char *campaign, Gb__Campaign *out)
{
    Gb__WithdrawCampaignRequest in = GB__WITHDRAW_CAMPAIGN_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    gb__campaign__init(out);
    in.campaign_id = campaign;
    in.why = "产品召回";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_withdraw_campaign(call, &in, out));
}

/* All runs that are there, as the runner does; what failed in passing is left for later. */
static void clear(const char *kind, struct status (*handle)(struct call *, const struct job *))
{
    for (;;) {
        struct rows *rows =
            test_sql(shop.db, "select key from jobs where kind = $1 order by key desc limit 1", db_text(kind));
        struct status done;

        if (rows_count(rows) == 0)
            return;
        done = run_job(kind, arena_strdup(&shop.clerk.arena, rows_text(rows, 0, 0)), handle);
        if (failed_with(done, NOT_AVAILABLE))
            return;
        assert_ok(done);
    }
}

static int64_t audited(const char *action, const char *campaign)
{
    return test_sql_int(shop.db, "select count(*) from audit where action = $1 and object_id = $2", db_text(action),
                        db_text(campaign));
}

static void assert_reason(const struct seat *seat, const char *cancel, const char *refund)
{
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from orders o join refunds r on r.order_id = o.id where o.id = $1"
                                  " and o.cancel_reason = $2 and r.reason = $3",
                                  db_id(seat->order), db_text(cancel), db_text(refund)),
                     1);
}

static void nobody_buys_in_a_stopped_campaign(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), none;
    Gb__Campaign shown;

    (void)state;
    pay(&ann);
    assert_fails(stop(user_n(&shop.clerk, 7), campaign, &shown), FORBIDDEN);
    assert_ok(stop(OPERATOR, campaign, &shown));
    assert_int_equal(shown.status, GB__CAMPAIGN_STATUS__STOPPED);
    assert_string_equal(shown.stop_reason, "货源不足");
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 2), "", &none), ENDED);
    assert_fails(try_join(ann.team, 2), ENDED);
    assert_fails(stop(OPERATOR, campaign, &shown), ENDED);
    assert_int_equal(audited("stop_campaign", campaign), 1);
    assert_int_equal(events("CampaignStopped", campaign), 1);
}

/* Unpaid orders are closed, paid ones honoured: the merchant pays for what their teams lack. */
static void a_stopped_campaign_honours_what_is_paid(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2), cid = start_team(campaign, 3);
    Gb__Campaign shown;

    (void)state;
    pay(&ann);
    assert_ok(stop(OPERATOR, campaign, &shown));
    clear(JOB_CLEAR_STOPPED, groupbuy_clear_stopped);
    assert_team(&ann, "COMPLETED", 0, 1);
    assert_order(&ann, "READY");
    assert_int_equal(test_sql_int(shop.db, "select sponsored from teams where id = $1", db_id(ann.team)), 2);
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, bob.order) + jobs(JOB_CLOSE_UNPAID, cid.order), 2);
    assert_ok(run_job(JOB_CLOSE_UNPAID, bob.order, groupbuy_close_unpaid));
    assert_ok(run_job(JOB_CLOSE_UNPAID, cid.order, groupbuy_close_unpaid));
    assert_order(&bob, "CANCELLED");
    assert_team(&cid, "FAILED", 0, 0);
    clear(JOB_CLEAR_STOPPED, groupbuy_clear_stopped);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from jobs where kind = $1", db_text(JOB_CLEAR_STOPPED)), 0);
    assert_ok(run_job(JOB_END_CAMPAIGN, campaign, groupbuy_end_campaign));
    assert_int_equal(test_sql_int(shop.db, "select returned from campaigns where id = $1", db_id(campaign)), 19);
}

/* A payment under way when it was stopped wins the race. */
static void a_payment_that_wins_against_the_stop_is_honoured(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 2, 990);
    struct seat ann = start_team(campaign, 1);
    Gb__Payment payment;
    Gb__Campaign shown;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    assert_ok(stop(OPERATOR, campaign, &shown));
    clear(JOB_CLEAR_STOPPED, groupbuy_clear_stopped); /* he may pay yet */
    wechat.pays_on_close = true;
    assert_ok(run_job(JOB_CLOSE_UNPAID, ann.order, groupbuy_close_unpaid));
    assert_order(&ann, "WAITING_TEAM");
    clear(JOB_CLEAR_STOPPED, groupbuy_clear_stopped);
    assert_order(&ann, "READY");
}

static void ship(const struct seat *seat)
{
    Gb__ShipOrderRequest in = GB__SHIP_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.order_id = seat->order;
    in.carrier = "SF";
    in.tracking_number = "1";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_ship_order(call, &in, &out)));
}

/* Everybody, wherever his order stands: waiting for a team, ready, on its way; once, and with the reason. */
static void a_withdrawn_campaign_refunds_everybody(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 2, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2), cid = start_team(campaign, 3),
                dan = start_team(campaign, 4);
    Gb__Campaign shown;

    (void)state;
    pay(&ann);
    pay(&bob);
    pay(&cid);
    test_sql(shop.db, "alter table orders disable trigger orders_moved");
    test_sql(shop.db, "update orders set delivery = 'EXPRESS' where id = $1", db_id(bob.order));
    test_sql(shop.db, "alter table orders enable trigger orders_moved");
    ship(&bob);
    assert_fails(withdraw(user_n(&shop.clerk, 7), campaign, &shown), FORBIDDEN);
    assert_ok(withdraw(OPERATOR, campaign, &shown));
    assert_int_equal(shown.status, GB__CAMPAIGN_STATUS__CAMPAIGN_WITHDRAWN);
    assert_fails(withdraw(OPERATOR, campaign, &shown), ENDED);
    clear(JOB_CLEAR_WITHDRAWN, groupbuy_clear_withdrawn);
    assert_reason(&ann, "WITHDRAWN", "WITHDRAWN");
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where aggregate_id = $1 and type ="
                                  " 'linli.groupbuy.v1.OrderCancelled'"
                                  " and position(convert_to('产品召回', 'UTF8') in payload) > 0",
                                  db_id(ann.order)),
                     1);
    assert_reason(&cid, "WITHDRAWN", "WITHDRAWN");
    assert_reason(&bob, "", "WITHDRAWN"); /* it is on its way and refunded as it is */
    assert_team(&ann, "COMPLETED", 0, 2); /* completion is final */
    assert_team(&cid, "FAILED", 0, 1);
    assert_int_equal(jobs(JOB_CLOSE_UNPAID, dan.order), 1);
    assert_ok(run_job(JOB_CLOSE_UNPAID, dan.order, groupbuy_close_unpaid));
    clear(JOB_CLEAR_WITHDRAWN, groupbuy_clear_withdrawn);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from jobs where kind = $1", db_text(JOB_CLEAR_WITHDRAWN)),
                     0);
    assert_refunded(&ann);
    assert_refunded(&bob);
    assert_refunded(&cid);
    assert_int_equal(audited("withdraw_campaign", campaign), 1);
}

static void ask_and_approve(const char *campaign, fen amount, const char *approver)
{
    struct approval asked;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    assert_ok(call_begin(call));
    assert_ok(
        clerk_end(&shop.clerk, approval_ask(call, APPROVAL_WITHDRAW_CAMPAIGN, campaign, 0, amount, "召回", &asked)));
    test_sql(shop.db,
             "update approvals set state = 'APPROVED', decided_by = $2, decided_at = now()"
             " where subject = $1 and state = 'PENDING'",
             db_id(campaign), db_id(approver));
}

/* More than one may send back alone goes back when another has said yes, to that much. */
static void a_large_withdrawal_waits_for_another_ones_yes(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 3, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2);
    Gb__Campaign shown;

    (void)state;
    shop.house.second_pair_fen = 990;
    pay(&ann);
    pay(&bob);
    assert_fails(withdraw(OPERATOR, campaign, &shown), APPROVAL_NEEDED);
    assert_order(&ann, "WAITING_TEAM"); /* nothing has happened */
    ask_and_approve(campaign, 990, user_n(&shop.clerk, 9));
    assert_fails(withdraw(OPERATOR, campaign, &shown), APPROVAL_NEEDED); /* less than goes back */
    test_sql(shop.db, "update approvals set state = 'EXPIRED' where subject = $1", db_id(campaign));
    ask_and_approve(campaign, 1980, user_n(&shop.clerk, 9));
    assert_ok(withdraw(OPERATOR, campaign, &shown));
    assert_int_equal(audited("withdraw_campaign", campaign), 1);
    clear(JOB_CLEAR_WITHDRAWN, groupbuy_clear_withdrawn);
    assert_refunded(&ann);
    assert_refunded(&bob);
    shop.house.second_pair_fen = 100000;
}

static void a_withdrawal_goes_on_where_it_died(void **state)
{
    const char *campaign = shop_team_buy(&shop, 20, 2, 990);
    struct seat seats[6];
    Gb__Campaign shown;

    (void)state;
    for (int i = 0; i < 6; i += 2) {
        seats[i] = start_team(campaign, 10 + i);
        seats[i + 1] = join_team(seats[i].team, 11 + i);
        pay(&seats[i]);
        pay(&seats[i + 1]);
    }
    test_sql(shop.db, "create table dies (left_over integer)");
    test_sql(shop.db, "create function die() returns trigger language plpgsql as $$ begin"
                      " if (select count(*) from refunds) >= (select left_over from dies) then raise exception 'dies"
                      " here'; end if; return new; end $$");
    test_sql(shop.db, "insert into dies select count(*) from refunds");
    test_sql(shop.db, "create trigger die before insert on refunds for each row execute function die()");
    assert_ok(withdraw(OPERATOR, campaign, &shown));
    for (int i = 0; i < 6; i++) {
        assert_false(ok(run_job(JOB_CLEAR_WITHDRAWN, campaign, groupbuy_clear_withdrawn)));
        test_sql(shop.db, "update dies set left_over = left_over + 1");
    }
    clear(JOB_CLEAR_WITHDRAWN, groupbuy_clear_withdrawn);
    test_sql(shop.db, "drop trigger die on refunds");
    for (int i = 0; i < 6; i++)
        assert_refunded(&seats[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_buys_in_a_stopped_campaign),
        TEST(a_stopped_campaign_honours_what_is_paid),
        TEST(a_payment_that_wins_against_the_stop_is_honoured),
        TEST(a_withdrawn_campaign_refunds_everybody),
        TEST(a_large_withdrawal_waits_for_another_ones_yes),
        TEST(a_withdrawal_goes_on_where_it_died),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
