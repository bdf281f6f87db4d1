/* A team shop for tests: seats are taken, paid, given back; orders, teams and books are looked at. On a shop of its own
 * (shop.h) with WeChat by script (wechat.h). */
#ifndef LINLI_TESTS_STORE_GROUPBUY_SEATS_H
#define LINLI_TESTS_STORE_GROUPBUY_SEATS_H

#include "groupbuy/domain/ledger.h"
#include "store/groupbuy/wechat.h"

static struct shop shop;

static inline int seats_up(void **state, const char *name)
{
    (void)state;
    shop_up(&shop, name);
    return 0;
}

static inline int seats_down(void **state)
{
    (void)state;
    if (!shop.bus)
        return 0; /* it never came up, and has said so */
    shop_down(&shop);
    return 0;
}

static inline int fresh(void **state)
{
    (void)state;
    memset(&wechat, 0, sizeof wechat);
    return 0;
}

static inline int balanced(void **state)
{
    (void)state;
    shop_books_balance(&shop);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, balanced)

/* ---- doing ---- */

struct seat {
    const char *user;
    const char *order;
    const char *team;
};

struct wish {
    int32_t quantity;   /* 0: 1 */
    const char *coupon; /* NULL: none */
    Gb__LatePayment late;
};

static inline struct status start_as(struct clerk *clerk, const char *campaign, const char *user,
                                     const struct wish *wish, struct seat *seat)
{
    Gb__StartTeamRequest in = GB__START_TEAM_REQUEST__INIT;
    Gb__TeamOrder out = GB__TEAM_ORDER__INIT;
    struct call *call = clerk_call(clerk, user);

    in.campaign_id = campaign;
    in.quantity = wish->quantity ? wish->quantity : 1;
    in.coupon_id = wish->coupon ? wish->coupon : "";
    in.late_payment = wish->late;
    TRY(clerk_end(clerk, groupbuy_start_team(call, &in, &out)));
    *seat = (struct seat){ user, out.order->order_id, out.team->team_id };
    return OK;
}

static inline struct status start_with(struct clerk *clerk, const char *campaign, const char *user, const char *coupon,
                                       struct seat *seat)
{
    return start_as(clerk, campaign, user, &(struct wish){ .coupon = coupon }, seat);
}

static inline struct status join_wishing(struct clerk *clerk, const char *team, const char *user,
                                         const struct wish *wish, struct seat *seat)
{
    Gb__JoinTeamRequest in = GB__JOIN_TEAM_REQUEST__INIT;
    Gb__TeamOrder out = GB__TEAM_ORDER__INIT;
    struct call *call = clerk_call(clerk, user);

    in.team_id = team;
    in.quantity = wish->quantity ? wish->quantity : 1;
    in.coupon_id = wish->coupon ? wish->coupon : "";
    in.late_payment = wish->late;
    TRY(clerk_end(clerk, groupbuy_join_team(call, &in, &out)));
    *seat = (struct seat){ user, out.order->order_id, out.team->team_id };
    return OK;
}

static inline struct status join_as(struct clerk *clerk, const char *team, const char *user, struct seat *seat)
{
    return join_wishing(clerk, team, user, &(struct wish){ .quantity = 1 }, seat);
}

static inline struct seat start_team(const char *campaign, int user)
{
    struct seat seat = { 0 };

    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, user), "", &seat));
    return seat;
}

static inline struct seat join_team(const char *team, int user)
{
    struct seat seat = { 0 };

    assert_ok(join_as(&shop.clerk, team, user_n(&shop.clerk, user), &seat));
    return seat;
}

static inline struct status try_join(const char *team, int user)
{
    struct seat seat;

    return join_as(&shop.clerk, team, user_n(&shop.clerk, user), &seat);
}

static inline struct status ask_to_pay(const struct seat *seat, Gb__Payment *out)
{
    Gb__PayOrderRequest in = GB__PAY_ORDER_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, seat->user);

    gb__payment__init(out);
    in.order_id = seat->order;
    return clerk_end(&shop.clerk, groupbuy_pay_order(call, &in, out));
}

static inline enum payment_outcome take_fact(const struct payment_fact *fact)
{
    struct call *call = clerk_call(&shop.clerk, "");
    enum payment_outcome outcome = PAYMENT_OUTCOME_UNKNOWN;

    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, payment_apply(call, fact, &outcome)));
    return outcome;
}

static inline enum payment_outcome notice(const struct seat *seat)
{
    struct payment_fact fact = wechat_fact(&shop.clerk.arena, wechat_order(seat->order));

    return take_fact(&fact);
}

static inline void pay(const struct seat *seat)
{
    Gb__Payment payment;

    assert_ok(ask_to_pay(seat, &payment));
    assert_non_null(payment.wechat);
    wechat_pay(wechat_order(seat->order), clock_unix_us());
    assert_int_equal(notice(seat), PAYMENT_OUTCOME_APPLIED);
}

static inline struct status run_job(const char *kind, const char *key,
                                    struct status (*handle)(struct call *, const struct job *))
{
    const struct job job = { .kind = kind, .key = key };
    struct status done = clerk_end(&shop.clerk, handle(clerk_call(&shop.clerk, ""), &job));

    if (ok(done))
        test_sql(shop.db, "delete from jobs where kind = $1 and key = $2", db_text(kind), db_text(key));
    return done;
}

static inline struct status cancel_order(const struct seat *seat, const char *user)
{
    Gb__CancelOrderRequest in = GB__CANCEL_ORDER_REQUEST__INIT;
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = seat->order;
    return clerk_end(&shop.clerk, groupbuy_cancel_order(clerk_call(&shop.clerk, user), &in, &out));
}

static inline void expire(const struct seat *seat)
{
    test_sql(shop.db, "update teams set deadline = now() - interval '1 s' where id = $1", db_id(seat->team));
    assert_ok(run_job(JOB_EXPIRE_TEAM, seat->team, groupbuy_expire_team));
}

/* Until somebody waits for what the call's transaction holds, which is never idle meanwhile. */
static inline void until_waited_for(struct call *call)
{
    struct rows *rows;

    for (int i = 0; i < 2000; i++) {
        assert_ok(db_query(call->tx, &rows,
                           "select count(*) from pg_locks where not granted and pg_backend_pid() = any"
                           " (pg_blocking_pids(pid))"));
        if (rows_int(rows, 0, 0) > 0)
            return;
        clock_sleep_ms(5);
    }
    fail_msg("nobody waits for what is held");
}

/* ---- looking ---- */

static inline void assert_order(const struct seat *seat, const char *status)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select status from orders where id = $1", db_id(seat->order)), 0, 0), status);
}

static inline void assert_team(const struct seat *seat, const char *status, int held, int paid)
{
    struct rows *rows = test_sql(shop.db, "select status, held, paid from teams where id = $1", db_id(seat->team));

    assert_string_equal(rows_text(rows, 0, 0), status);
    assert_int_equal(rows_int(rows, 0, 1), held);
    assert_int_equal(rows_int(rows, 0, 2), paid);
}

static inline int64_t events(const char *type, const char *aggregate)
{
    return test_sql_int(shop.db,
                        "select count(*) from outbox where type = 'linli.groupbuy.v1.' || $1 and aggregate_id = $2",
                        db_text(type), db_id(aggregate));
}

static inline int64_t jobs(const char *kind, const char *key)
{
    return test_sql_int(shop.db, "select count(*) from jobs where kind = $1 and key = $2", db_text(kind), db_text(key));
}

static inline int64_t balance(const char *account, const struct seat *seat)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(e.amount_fen), 0)::bigint from ledger_entries e join ledger_postings p on"
                        " p.id = e.posting_id where e.account = $1 and p.order_id = $2",
                        db_text(account), db_id(seat->order));
}

static inline const char *refund_of(const struct seat *seat)
{
    struct rows *rows = test_sql(shop.db, "select id from refunds where order_id = $1", db_id(seat->order));

    assert_int_equal(rows_count(rows), 1);
    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

/* Drives the one refund of the order to its end. */
static inline void assert_refunded(const struct seat *seat)
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

#endif
