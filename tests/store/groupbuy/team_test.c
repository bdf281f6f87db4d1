/* Team buys and their money on a real PostgreSQL: seats, completion, expiry, late payments, refunds, with crashes
 * between the steps. */
#include <pthread.h>

#include "groupbuy/domain/ledger.h"
#include "store/groupbuy/wechat.h"

static struct shop shop;

static int up(void **state)
{
    (void)state;
    shop_up(&shop, "gb_team");
    return 0;
}

static int down(void **state)
{
    (void)state;
    if (!shop.bus)
        return 0; /* it never came up, and has said so */
    shop_down(&shop);
    return 0;
}

static int fresh(void **state)
{
    (void)state;
    memset(&wechat, 0, sizeof wechat);
    return 0;
}

static int balanced(void **state)
{
    (void)state;
    shop_books_balance(&shop);
    return 0;
}

/* ---- doing ---- */

struct seat {
    const char *user;
    const char *order;
    const char *team;
};

static struct status start_with(struct clerk *clerk, const char *campaign, const char *user, const char *coupon,
                                struct seat *seat)
{
    Gb__StartTeamRequest in = GB__START_TEAM_REQUEST__INIT;
    Gb__TeamOrder out = GB__TEAM_ORDER__INIT;
    struct call *call = clerk_call(clerk, user);

    in.campaign_id = campaign;
    in.quantity = 1;
    in.coupon_id = coupon;
    TRY(clerk_end(clerk, groupbuy_start_team(call, &in, &out)));
    *seat = (struct seat){ user, out.order->order_id, out.team->team_id };
    return OK;
}

static struct status join_as(struct clerk *clerk, const char *team, const char *user, struct seat *seat)
{
    Gb__JoinTeamRequest in = GB__JOIN_TEAM_REQUEST__INIT;
    Gb__TeamOrder out = GB__TEAM_ORDER__INIT;
    struct call *call = clerk_call(clerk, user);

    in.team_id = team;
    in.quantity = 1;
    TRY(clerk_end(clerk, groupbuy_join_team(call, &in, &out)));
    *seat = (struct seat){ user, out.order->order_id, out.team->team_id };
    return OK;
}

static struct seat start_team(const char *campaign, int user)
{
    struct seat seat = { 0 };

    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, user), "", &seat));
    return seat;
}

static struct seat join_team(const char *team, int user)
{
    struct seat seat = { 0 };

    assert_ok(join_as(&shop.clerk, team, user_n(&shop.clerk, user), &seat));
    return seat;
}

static struct status try_join(const char *team, int user)
{
    struct seat seat;

    return join_as(&shop.clerk, team, user_n(&shop.clerk, user), &seat);
}

static struct status ask_to_pay(const struct seat *seat, Gb__Payment *out)
{
    Gb__PayOrderRequest in = GB__PAY_ORDER_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, seat->user);

    gb__payment__init(out);
    in.order_id = seat->order;
    return clerk_end(&shop.clerk, groupbuy_pay_order(call, &in, out));
}

static enum payment_outcome take_fact(const struct payment_fact *fact)
{
    struct call *call = clerk_call(&shop.clerk, "");
    enum payment_outcome outcome = PAYMENT_OUTCOME_UNKNOWN;

    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, payment_apply(call, fact, &outcome)));
    return outcome;
}

static enum payment_outcome notice(const struct seat *seat)
{
    struct payment_fact fact = wechat_fact(&shop.clerk.arena, wechat_order(seat->order));

    return take_fact(&fact);
}

static void pay(const struct seat *seat)
{
    Gb__Payment payment;

    assert_ok(ask_to_pay(seat, &payment));
    assert_non_null(payment.wechat);
    wechat_pay(wechat_order(seat->order), clock_unix_us());
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_APPLIED);
}

static struct status run_job(const char *kind, const char *key,
                             struct status (*handle)(struct call *, const struct job *))
{
    const struct job job = { .kind = kind, .key = key };
    struct status done = clerk_end(&shop.clerk, handle(clerk_call(&shop.clerk, ""), &job));

    if (ok(done))
        test_sql(shop.db, "delete from jobs where kind = $1 and key = $2", db_text(kind), db_text(key));
    return done;
}

static struct status cancel_order(const struct seat *seat, const char *user)
{
    Gb__CancelOrderRequest in = GB__CANCEL_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = seat->order;
    return clerk_end(&shop.clerk, groupbuy_cancel_order(clerk_call(&shop.clerk, user), &in, &out));
}

/* ---- looking ---- */

static void assert_order(const struct seat *seat, const char *status)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select status from orders where id = $1", db_id(seat->order)), 0, 0), status);
}

static void assert_team(const struct seat *seat, const char *status, int held, int paid)
{
    struct rows *rows = test_sql(shop.db, "select status, held, paid from teams where id = $1", db_id(seat->team));

    assert_string_equal(rows_text(rows, 0, 0), status);
    assert_int_equal(rows_int(rows, 0, 1), held);
    assert_int_equal(rows_int(rows, 0, 2), paid);
}

static int64_t events(const char *type, const char *aggregate)
{
    return test_sql_int(shop.db,
                        "select count(*) from outbox where type = 'linli.groupbuy.v1.' || $1 and aggregate_id = $2",
                        db_text(type), db_id(aggregate));
}

static int64_t jobs(const char *kind, const char *key)
{
    return test_sql_int(shop.db, "select count(*) from jobs where kind = $1 and key = $2", db_text(kind), db_text(key));
}

static int64_t balance(const char *account, const struct seat *seat)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(e.amount_fen), 0)::bigint from ledger_entries e join ledger_postings p on"
                        " p.id = e.posting_id where e.account = $1 and p.order_id = $2",
                        db_text(account), db_id(seat->order));
}

static const char *refund_of(const struct seat *seat)
{
    struct rows *rows = test_sql(shop.db, "select id from refunds where order_id = $1", db_id(seat->order));

    assert_int_equal(rows_count(rows), 1);
    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

/* Drives the one refund of the order to its end. */
static void assert_refunded(const struct seat *seat)
{
    const char *refund = refund_of(seat);

    assert_fails(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund), PAYMENT_UNAVAILABLE); /* PROCESSING */
    wechat_refund(refund)->state = REFUND_SUCCESS;
    assert_ok(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund));
    assert_ok(run_job(JOB_DRIVE_REFUND, refund, groupbuy_drive_refund)); /* again: nothing */
    assert_int_equal(wechat_refund(refund)->asked, 1);
    assert_order(seat, "REFUNDED");
    assert_int_equal(events("RefundStarted", seat->order), 1);
    assert_int_equal(events("RefundDone", seat->order), 1);
    assert_int_equal(balance(ACCOUNT_WECHAT, seat), 0);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, seat), 0);
    assert_int_equal(balance(ACCOUNT_REFUNDS, seat), 0);
    assert_int_equal(balance(ACCOUNT_COUPONS, seat), 0);
}

/* ---- what must hold ---- */

static void the_moves_are_those_of_the_domain(void **state)
{
    struct rows *rows = test_sql(shop.db, "select from_status, to_status from order_moves");

    (void)state;
    assert_int_equal(rows_count(rows), order_moves_count - 1); /* the database has no NONE */
    for (int row = 0; row < rows_count(rows); row++)
        assert_true(order_may_move(order_status_of(rows_text(rows, row, 0)), order_status_of(rows_text(rows, row, 1))));
}

static struct status attempt(const char *sql, const char *id)
{
    struct arena arena;
    struct status status;

    arena_init(&arena, ARENA_BYTES_MAX);
    status = db_run_params(shop.db, &arena, NULL, sql, (const struct db_param[]){ db_id(id) }, 1);
    arena_finish(&arena);
    return status;
}

static void the_database_itself_refuses(void **state)
{
    struct seat seat = start_team(shop_team_buy(&shop, 9, 3, 990), 1);

    (void)state;
    assert_false(ok(attempt("update orders set status = 'READY', version = version + 1 where id = $1", seat.order)));
    assert_false(ok(attempt("update orders set status = 'PAID' where id = $1", seat.order))); /* no next version */
    assert_false(ok(attempt("update teams set held = 3, paid = 1 where id = $1", seat.team)));
    assert_false(ok(attempt("update teams set status = 'COMPLETED', ended_at = now() where id = $1", seat.team)));
    assert_false(ok(
        attempt("with p as (insert into ledger_postings (id, kind, order_id) values (gen_random_uuid(), 'PAYMENT', $1)"
                " returning id) insert into ledger_entries select id, 'deposits', 5 from p",
                seat.order)));
    assert_false(ok(attempt(
        "insert into ledger_postings (id, kind, order_id) values (gen_random_uuid(), 'PAYMENT', $1)", seat.order)));
    assert_order(&seat, "PENDING_PAYMENT");
}

static void the_last_paid_seat_completes(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 3, 990);
    struct seat ann = start_team(campaign, 1), bob = join_team(ann.team, 2), cid = join_team(ann.team, 3);

    (void)state;
    assert_team(&ann, "OPEN", 3, 0);
    assert_fails(try_join(ann.team, 4), TEAM_FULL); /* held seats are taken */
    pay(&bob);
    pay(&ann);
    assert_order(&bob, "WAITING_TEAM");
    assert_team(&ann, "OPEN", 1, 2);
    pay(&cid);
    assert_team(&ann, "COMPLETED", 0, 3);
    assert_order(&ann, "READY");
    assert_order(&bob, "READY");
    assert_order(&cid, "READY");
    assert_int_equal(events("TeamStarted", ann.team), 1);
    assert_int_equal(events("TeamJoined", ann.team), 3);
    assert_int_equal(events("TeamCompleted", ann.team), 1);
    assert_int_equal(events("OrderPaid", cid.order), 1);
    assert_int_equal(jobs(JOB_EXPIRE_TEAM, ann.team), 0);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 990);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &ann), -990);
    assert_fails(cancel_order(&ann, ann.user), ORDER_NOT_CANCELLABLE); /* success is final */
    assert_fails(try_join(ann.team, 5), TEAM_CLOSED);
}

static void nobody_is_in_a_team_twice(void **state)
{
    Gb__Campaign campaign;
    struct seat ann;

    (void)state;
    assert_ok(shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__TEAM_BUY, .stock = 9, .limit = 3, .price = 990, .team_size = 3 },
        &campaign));
    ann = start_team(campaign.campaign_id, 1);
    assert_fails(try_join(ann.team, 1), ALREADY_IN_TEAM);
    assert_team(&ann, "OPEN", 1, 0); /* the refused seat is not held */
    assert_ok(cancel_order(&ann, ann.user));
    assert_team(&ann, "FAILED", 0, 0); /* nobody was left */
}

static void a_notice_counts_once(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    struct payment_fact other;

    (void)state;
    pay(&ann);
    for (int i = 0; i < 3; i++)
        assert_int_equal(notice(&ann), PAYMENT_OUTCOME_KNOWN);
    assert_team(&ann, "OPEN", 0, 1);
    assert_int_equal(events("OrderPaid", ann.order), 1);
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 990);
    other = wechat_fact(&shop.clerk.arena, wechat_order(ann.order));
    other.transaction_id = "another";
    assert_int_equal(take_fact(&other), PAYMENT_OUTCOME_MISMATCH);
}

static void what_does_not_fit_changes_nothing(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    Gb__Payment payment;
    struct payment_fact fact;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    wechat_pay(wechat_order(ann.order), clock_unix_us());
    fact = wechat_fact(&shop.clerk.arena, wechat_order(ann.order));
    fact.amount = 1;
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_MISMATCH);
    fact.amount = 990;
    fact.ours = false;
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_MISMATCH);
    fact.order_id = "nobody's number";
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_UNKNOWN);
    fact.order_id = user_n(&shop.clerk, 77);
    assert_int_equal(take_fact(&fact), PAYMENT_OUTCOME_UNKNOWN);
    assert_order(&ann, "PENDING_PAYMENT");
}

static void expire(const struct seat *seat)
{
    test_sql(shop.db, "update teams set deadline = now() - interval '1 s' where id = $1", db_id(seat->team));
    assert_ok(run_job(JOB_EXPIRE_TEAM, seat->team, groupbuy_expire_team));
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

static void the_starter_hands_over(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 4, 990), 1), bob = join_team(ann.team, 2),
                cid = join_team(ann.team, 3);
    int64_t deadline =
        test_sql_int(shop.db, "select extract(epoch from deadline)::bigint from teams where id = $1", db_id(ann.team));

    (void)state;
    pay(&ann);
    pay(&cid);
    clock_sleep_ms(2);
    pay(&bob);
    assert_fails(cancel_order(&ann, bob.user), NOT_HERE); /* somebody else's order is not there */
    assert_ok(cancel_order(&ann, ann.user));
    assert_string_equal(rows_id(test_sql(shop.db, "select starter_id from teams where id = $1", db_id(ann.team)), 0, 0),
                        cid.user);
    assert_team(&ann, "OPEN", 0, 2);
    assert_int_equal(
        test_sql_int(shop.db, "select extract(epoch from deadline)::bigint from teams where id = $1", db_id(ann.team)),
        deadline);
    assert_refunded(&ann);
    assert_ok(try_join(ann.team, 1)); /* he may come back */
}

/* ---- unpaid orders ---- */

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

/* ---- the end of a campaign ---- */

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
    assert_int_equal(test_sql_int(shop.db, "select returned from campaigns where id = $1", db_id(campaign.campaign_id)),
                     7);
}

/* ---- refunds ---- */

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

static void a_refund_that_is_stuck_waits_for_somebody(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 3, 990), 1);
    struct refund_fact fact;
    struct call *call;

    (void)state;
    pay(&ann);
    expire(&ann);
    assert_fails(run_job(JOB_DRIVE_REFUND, refund_of(&ann), groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    wechat_refund(refund_of(&ann))->state = REFUND_ABNORMAL;
    assert_ok(run_job(JOB_DRIVE_REFUND, refund_of(&ann), groupbuy_drive_refund));
    assert_order(&ann, "CANCELLED");
    fact = refund_fact(&shop.clerk.arena, wechat_refund(refund_of(&ann)), ann.order);
    fact.state = REFUND_SUCCESS; /* paid out by hand */
    fact.amount = 991;
    call = clerk_call(&shop.clerk, "");
    assert_ok(call_begin(call));
    assert_fails(clerk_end(&shop.clerk, refund_apply(call, &fact)), BAD_REQUEST);
    fact.amount = 990;
    for (int i = 0; i < 2; i++) {
        call = clerk_call(&shop.clerk, "");
        assert_ok(call_begin(call));
        assert_ok(clerk_end(&shop.clerk, refund_apply(call, &fact)));
    }
    assert_order(&ann, "REFUNDED");
    assert_int_equal(balance(ACCOUNT_WECHAT, &ann), 0);
}

/* ---- nothing to pay, coupons ---- */

static void an_order_of_nothing_takes_the_same_hooks(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 9, 2, 0), 1), bob = join_team(ann.team, 2), cid;
    Gb__Payment payment;

    (void)state;
    assert_ok(ask_to_pay(&ann, &payment));
    assert_true(payment.paid);
    assert_null(payment.wechat);
    assert_order(&ann, "WAITING_TEAM");
    assert_ok(ask_to_pay(&bob, &payment));
    assert_team(&ann, "COMPLETED", 0, 2);
    assert_order(&ann, "READY");
    assert_int_equal(events("OrderPaid", bob.order), 1);
    cid = start_team(shop_team_buy(&shop, 9, 2, 0), 3);
    assert_ok(ask_to_pay(&cid, &payment));
    expire(&cid);
    assert_order(&cid, "REFUNDED"); /* nothing to wait for */
    assert_int_equal(events("RefundDone", cid.order), 1);
    assert_int_equal(wechat.orders_count, 0);
}

static void a_coupon_follows_its_order(void **state)
{
    const char *campaign = shop_team_buy(&shop, 9, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann, bob;
    Gb__Payment payment;

    (void)state;
    wechat.coupon_discount = 100;
    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 1), coupon, &ann));
    assert_ok(ask_to_pay(&ann, &payment));
    assert_int_equal(payment.amount_fen, 890);
    wechat_pay(wechat_order(ann.order), clock_unix_us());
    assert_int_equal(notice(&ann), PAYMENT_OUTCOME_APPLIED);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:CONSUME", ann.order)), 1);
    assert_int_equal(balance(ACCOUNT_COUPONS, &ann), 100);
    assert_int_equal(balance(ACCOUNT_DEPOSITS, &ann), -990);
    expire(&ann);
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RETURN", ann.order)), 1);
    assert_refunded(&ann);

    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 2), coupon, &bob));
    assert_ok(cancel_order(&bob, bob.user));
    assert_int_equal(jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", bob.order)), 1);
    wechat.coupon_refused = true;
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 3), coupon, &bob), COUPON_NOT_USABLE);
}

static void a_coupon_locked_for_nothing_is_let_go(void **state)
{
    const char *campaign = shop_team_buy(&shop, 3, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann = start_team(campaign, 1), other;

    (void)state;
    assert_fails(start_with(&shop.clerk, campaign, ann.user, coupon, &other), LIMIT_REACHED);
    assert_int_equal(
        jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", shop.clerk.call.operation_id)), 1);
}

static void a_coupon_locked_for_an_order_that_has_no_price_is_let_go(void **state)
{
    const char *campaign = shop_team_buy(&shop, 3, 3, 990), *coupon = user_n(&shop.clerk, 500);
    struct seat ann;

    (void)state;
    wechat.coupon_discount = -1; /* nonsense */
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 1), coupon, &ann), INTERNAL);
    assert_int_equal(
        jobs(JOB_SETTLE_COUPON, arena_printf(&shop.clerk.arena, "%s:RELEASE", shop.clerk.call.operation_id)), 1);
}

/* ---- a rush: many join and pay one team from two workers at once ---- */

struct crowd {
    struct clerk clerk;
    const char *team;
    int first;
};

static void *crowd_run(void *data)
{
    struct crowd *crowd = data;
    struct seat seat;

    for (int i = 0; i < 12; i++) {
        struct status joined = join_as(&crowd->clerk, crowd->team, user_n(&crowd->clerk, crowd->first + i), &seat);

        if (failed_with(joined, CONFLICT))
            i--; /* as the pipeline does: again */
    }
    return NULL;
}

static void no_more_than_the_seats(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 50, 8, 990), 1);
    struct crowd crowds[2];
    pthread_t threads[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        crowds[i] = (struct crowd){ .team = ann.team, .first = 100 + 100 * i };
        clerk_up(&shop, &crowds[i].clerk);
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowds[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        clerk_down(&crowds[i].clerk);
    }
    assert_team(&ann, "OPEN", 8, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, balanced)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_moves_are_those_of_the_domain),
        TEST(the_database_itself_refuses),
        TEST(the_last_paid_seat_completes),
        TEST(nobody_is_in_a_team_twice),
        TEST(a_notice_counts_once),
        TEST(what_does_not_fit_changes_nothing),
        TEST(a_team_that_runs_out_is_refunded),
        TEST(who_pays_into_a_team_that_is_over_is_refunded),
        TEST(the_starter_hands_over),
        TEST(an_unpaid_order_is_closed_at_wechat_first),
        TEST(a_cancel_that_was_begun_is_finished),
        TEST(a_payment_that_wins_the_race_is_honoured),
        TEST(a_payment_of_a_cancelled_order_goes_back),
        TEST(looks_go_on_while_there_is_time),
        TEST(whose_time_is_over_gets_a_job),
        TEST(unsold_units_go_back_to_the_sku),
        TEST(a_refund_waits_for_funds_under_one_number),
        TEST(a_refund_that_is_stuck_waits_for_somebody),
        TEST(an_order_of_nothing_takes_the_same_hooks),
        TEST(a_coupon_follows_its_order),
        TEST(a_coupon_locked_for_nothing_is_let_go),
        TEST(a_coupon_locked_for_an_order_that_has_no_price_is_let_go),
        TEST(no_more_than_the_seats),
    };

    return cmocka_run_group_tests(tests, up, down);
}
