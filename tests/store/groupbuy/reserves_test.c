/* The reserve on a real PostgreSQL: what may still have to go back is measured, the rule's part of it kept; who watches
 * is told once; transfers wait for it, and go on by themselves. */
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/reserving.h"
#include "groupbuy/flow/transfers.h"
#include "groupbuy/payouts.h"
#include "store/groupbuy/accounts.h"

#define ANN "0000000000000000000000000000e001"
#define BOB "0000000000000000000000000000e002"
#define EVE "0000000000000000000000000000e003"
#define FAY "0000000000000000000000000000e004"

static int asked; /* transfers, of WeChat */

struct status channel_transfer(struct call *call, const struct payout *payout, const char *name,
                               struct payout_fact *ret_fact)
{
    (void)name;
    assert_null(call->tx);
    asked++;
    *ret_fact = (struct payout_fact){ .payout_id = payout->id,
                                      .merchant_id = payout->merchant_id,
                                      .wechat_number = arena_printf(&shop.clerk.arena, "wxt-%s", payout->id),
                                      .openid = "openid",
                                      .net = payout_net(payout),
                                      .state = PAYOUT_SENT,
                                      .package_info = "package",
                                      .reason = "" };
    return OK;
}

struct status channel_transfer_query(struct call *call, const struct payout *payout, struct payout_fact *ret_fact)
{
    (void)ret_fact;
    assert_null(call->tx);
    return fail(PAYMENT_UNAVAILABLE, "payout %s is not part of this script", payout->id);
}

struct status channel_transfer_notice(struct call *call, const Api__RawRequest *raw, struct transfer_notice *ret_notice)
{
    (void)call, (void)raw, (void)ret_notice;
    return fail(INTERNAL, "not part of this script");
}

struct transfer_confirm channel_transfer_confirm(const struct call *call, const struct payout *payout)
{
    (void)call, (void)payout;
    return (struct transfer_confirm){ "", "", "" };
}

/* ---- doing ---- */

static struct seat one, other; /* 1,000 fen each, of one team */

static int up(void **state)
{
    seats_up(state, "gb_reserves");
    merchant_up(MERCHANT);
    one = start_team(shop_team_buy(&shop, 9, 2, 1000), 10);
    other = join_team(one.team, 11);
    pay(&one);
    pay(&other);
    return 0;
}

static void watch(void)
{
    assert_ok(run_job("watch_reserves", "", groupbuy_watch_reserves));
}

static int64_t kept_of(const char *merchant, const char *column)
{
    return test_sql_int(
        shop.db, arena_printf(&shop.clerk.arena, "select %s::bigint from reserves where merchant_id = $1", column),
        db_text(merchant));
}

static int64_t kept(const char *column)
{
    return kept_of("", column);
}

static void rule(int32_t basis_points)
{
    Gb__PublishReserveRuleRequest in = GB__PUBLISH_RESERVE_RULE_REQUEST__INIT;
    Gb__ReserveRule out = GB__RESERVE_RULE__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.basis_points = basis_points;
    in.why = "生鲜季";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_publish_reserve_rule(call, &in, &out)));
}

/* WeChat was told of it so many days ago. */
static void told(const struct seat *seat, const char *kind, int days)
{
    test_sql(shop.db,
             "insert into shipping_infos (order_id, state, kind, transaction_id, payer_openid, shipped_at, told_at)"
             " values ($1, 'TOLD', $2, 'wx', 'o', now() - $3 * interval '1 day', now() - $3 * interval '1 day')"
             " on conflict (order_id) do update set state = 'TOLD', kind = $2, shipped_at = excluded.shipped_at,"
             " told_at = excluded.told_at",
             db_id(seat->order), db_text(kind), db_int(days));
}

static void refund_a_fifth(const struct seat *seat)
{
    const struct refund_ask ask = {
        .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = "fifth", .part = 1, .whole = 5
    };
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, &ask, NULL)));
}

static void claim(const struct seat *seat, fen amount)
{
    test_sql(shop.db,
             "insert into after_sales (id, order_id, user_id, asked_by, kind, cause, description, photos, amount_fen,"
             " status, moved_by, moved_why) values (gen_random_uuid(), $1, $2, $2, 'PART_REFUND', 'DAMAGED', '坏了',"
             " '{}', $3, 'REQUESTED', 'test', 'test')",
             db_id(seat->order), db_id(seat->user), db_int(amount));
}

static void withdraw(const struct seat *seat)
{
    static const char *const ways[] = { "ESCALATED", "WITHDRAWN" };

    for (int i = 0; i < 2; i++)
        test_sql(shop.db,
                 "update after_sales set status = $2, closed_at = case $2 when 'WITHDRAWN' then now() end,"
                 " version = version + 1, moved_by = 'test', moved_why = 'test' where order_id = $1",
                 db_id(seat->order), db_text(ways[i]));
}

/* What was on the account yesterday evening. */
static void yesterday(fen balance)
{
    test_sql(shop.db, "insert into bill_days (day, id, state, done_at) values"
                      " ((now() at time zone 'Asia/Shanghai')::date - 1, gen_random_uuid(), 'DONE', now())"
                      " on conflict do nothing");
    test_sql(shop.db,
             "insert into account_balances (bill, day, balance_fen) values"
             " ('FLOW', (now() at time zone 'Asia/Shanghai')::date - 1, $1)"
             " on conflict (merchant_id, bill, day) do update set balance_fen = $1",
             db_int(balance));
}

static int64_t told_operators(const char *type)
{
    return test_sql_int(shop.db, "select count(*) from outbox where type = 'linli.groupbuy.v1.' || $1", db_text(type));
}

/* A transfer of so much, asked for. */
static const char *transfer_of(const char *merchant, const char *earner, fen amount)
{
    Gb__SetPayeeRequest in = GB__SET_PAYEE_REQUEST__INIT;
    Gb__Payee out = GB__PAYEE__INIT;
    struct call *call = clerk_call(&shop.clerk, earner);
    const char *id;

    in.real_name = "李梅";
    in.identity_number = "11010519491231002X";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_set_payee(call, &in, &out)));
    id = id_make(&shop.clerk.arena);
    test_sql(shop.db,
             "insert into payouts (id, earner_id, way, state, gross_fen, leaders_fen, partners_fen, withheld_fen,"
             " tax_version, month, openid, merchant_id) values ($1, $2, 'TRANSFER', 'ASKED', $3, $3, 0, 0, 1,"
             " '2026-11', 'openid', $4)",
             db_id(id), db_id(earner), db_int(amount), db_text(merchant));
    return id;
}

static const char *transfer(const char *earner, fen amount)
{
    return transfer_of("", earner, amount);
}

static struct status drive(const char *payout)
{
    return run_job(JOB_DRIVE_PAYOUT, payout, groupbuy_drive_payout);
}

static void assert_payout(const char *payout, const char *wanted)
{
    assert_string_equal(rows_text(test_sql(shop.db, "select state from payouts where id = $1", db_id(payout)), 0, 0),
                        wanted);
}

/* ---- promises ---- */

static void a_share_of_what_is_settled_and_claimable_is_kept(void **state)
{
    (void)state;
    watch();
    assert_int_equal(kept("balance_fen"), 2000);
    assert_int_equal(kept("unsettled_fen"), 2000); /* refunds of it come out of the payments */
    assert_int_equal(kept("claimable_fen"), 0);
    told(&one, "EXPRESS", 9);
    told(&other, "PICK_UP", 1);
    watch();
    assert_int_equal(kept("unsettled_fen"), 2000); /* ten days, and two */
    told(&one, "EXPRESS", 11);
    rule(500);
    watch();
    assert_int_equal(kept("unsettled_fen"), 1000);
    assert_int_equal(kept("claimable_fen"), 1000);
    assert_int_equal(kept("wanted_fen"), 50);
    assert_int_equal(kept("rule_version"), 1);
    assert_int_equal(told_operators("ReserveShort"), 0);
}

static void open_after_sales_and_refunds_under_way_are_kept_in_full(void **state)
{
    (void)state;
    claim(&one, 300);
    claim(&other, 700); /* not settled: out of its payment */
    refund_a_fifth(&one);
    refund_a_fifth(&other);
    watch();
    assert_int_equal(kept("after_sales_fen"), 300);
    assert_int_equal(kept("promised_fen"), 200);
    assert_int_equal(kept("claimable_fen"), 800);
    assert_int_equal(kept("wanted_fen"), 500);
    assert_int_equal(kept("unsettled_fen"), 1000);
    assert_int_equal(told_operators("ReserveShort"), 0);
}

static void money_that_was_taken_out_rings_once_and_ends_when_it_is_back(void **state)
{
    (void)state;
    yesterday(-501); /* and 2,000 came today */
    watch();
    assert_int_equal(kept("balance_fen"), 1499);
    assert_int_equal(told_operators("ReserveShort"), 1);
    watch();
    assert_int_equal(told_operators("ReserveShort"), 1);
    assert_int_equal(kept("(short_since is not null)::int"), 1);
    for (fen swing = 0; swing < 3; swing++) { /* about the 500 that are kept, up to a tenth more */
        yesterday(swing % 2 ? -501 : -451);
        watch();
    }
    assert_int_equal(told_operators("ReserveShort"), 1);
    assert_int_equal(told_operators("ReserveCovered"), 0);
    yesterday(-450);
    watch();
    assert_int_equal(told_operators("ReserveCovered"), 1);
    watch();
    assert_int_equal(told_operators("ReserveCovered"), 1);
    assert_int_equal(kept("(episode_id is null)::int"), 1);
    yesterday(-501);
    watch();
    assert_int_equal(told_operators("ReserveShort"), 2); /* another one */
    yesterday(0);
    watch();
    assert_int_equal(told_operators("ReserveCovered"), 2);
}

/* The alarm has a margin, the money has none. */
static void what_is_just_whole_holds_nothing_back(void **state)
{
    const char *fay = transfer(FAY, 10);

    (void)state;
    yesterday(-501);
    watch();
    assert_ok(drive(fay));
    assert_payout(fay, "WAITING_FUNDS");
    yesterday(-490);
    watch();
    assert_int_equal(kept("(short_since is not null)::int"), 1);
    assert_int_equal(jobs(JOB_DRIVE_PAYOUT, fay), 1);
    assert_fails(drive(fay), PAYMENT_UNAVAILABLE);
    assert_payout(fay, "SENT");
    test_sql(shop.db, "update payouts set state = 'FAILED', done_at = now() - interval '1 hour'");
    asked = 0;
    yesterday(0);
    watch();
    assert_int_equal(kept("(short_since is null)::int"), 1);
}

/* Posted today, done yesterday evening: yesterday's bill has it. */
/* Nobody looks any more, for whatever reason: then no money goes, either. */
static void what_was_seen_long_ago_lets_nothing_go(void **state)
{
    const char *fay = transfer(FAY, 10);

    (void)state;
    yesterday(0);
    watch();
    test_sql(shop.db, "update reserves set measured_at = measured_at - interval '1 h'");
    assert_ok(drive(fay));
    assert_payout(fay, "WAITING_FUNDS");
    watch();
    assert_fails(drive(fay), PAYMENT_UNAVAILABLE);
    assert_payout(fay, "SENT");
    test_sql(shop.db, "update payouts set state = 'FAILED', done_at = now() - interval '1 hour'");
    asked = 0;
    watch();
}

static void what_was_done_before_midnight_counts_once(void **state)
{
#define LAST_EVENING                                                                                                   \
    "date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' - interval '1 s'"
    struct seat seat = start_team(shop_team_buy(&shop, 9, 2, 1000), 12);
    int64_t before;

    (void)state;
    yesterday(0);
    pay(&seat);
    watch();
    before = kept("balance_fen");
    test_sql(shop.db, "update payments set paid_at = " LAST_EVENING " where order_id = $1", db_id(seat.order));
    watch();
    assert_int_equal(kept("balance_fen"), before - 1000);
    expire(&seat);
    assert_refunded(&seat);
    watch();
    assert_int_equal(kept("balance_fen"), before - 2000); /* it went out today */
    test_sql(shop.db, "update refunds set done_at = " LAST_EVENING " where order_id = $1", db_id(seat.order));
    watch();
    assert_int_equal(kept("balance_fen"), before - 1000);
#undef LAST_EVENING
}

static void transfers_wait_for_the_reserve_and_go_on(void **state)
{
    const char *ann = transfer(ANN, 300), *bob = transfer(BOB, 300);

    (void)state;
    assert_fails(drive(ann), PAYMENT_UNAVAILABLE); /* sent: there were 500 more than is kept */
    assert_payout(ann, "SENT");
    assert_ok(drive(bob));
    assert_payout(bob, "WAITING_FUNDS"); /* 200 are left of them */
    assert_int_equal(asked, 1);
    watch();
    assert_int_equal(jobs(JOB_DRIVE_PAYOUT, bob), 1); /* looked at again, */
    assert_ok(drive(bob));
    assert_int_equal(asked, 1); /* in vain */
    withdraw(&one);
    watch();
    assert_int_equal(kept("wanted_fen"), 240);
    assert_int_equal(kept("payouts_fen"), 300);
    assert_fails(drive(bob), PAYMENT_UNAVAILABLE);
    assert_payout(bob, "SENT");
    assert_int_equal(asked, 2);
}

static void what_was_let_go_is_asked_for_again_whatever_the_reserve(void **state)
{
    const char *ann;

    (void)state;
    test_sql(shop.db, "update payouts set state = 'FAILED', done_at = now() - interval '1 hour'");
    ann = transfer(ANN, 10);
    test_sql(shop.db, "update payouts set let_go_at = now() where id = $1", db_id(ann)); /* its answer was lost */
    rule(10000); /* nobody has looked by it yet */
    asked = 0;
    assert_fails(drive(ann), PAYMENT_UNAVAILABLE);
    assert_int_equal(asked, 1);
    test_sql(shop.db, "update payouts set state = 'FAILED', done_at = now() - interval '1 hour'");
    ann = transfer(ANN, 10);
    assert_ok(drive(ann));
    assert_payout(ann, "WAITING_FUNDS");
    yesterday(10); /* 800 and 200 are kept of 1,010 */
    watch();
    assert_fails(drive(ann), PAYMENT_UNAVAILABLE);
    assert_payout(ann, "SENT");
}

/* One that is short holds no transfer of another back. */
static void each_account_keeps_its_own(void **state)
{
    struct seat seat = start_team(sold_for(MERCHANT, shop_team_buy(&shop, 9, 2, 1000)), 30);
    const char *own, *theirs;

    (void)state;
    pay(&seat);
    told(&seat, "EXPRESS", 11);
    rule(500);
    yesterday(-5000);
    watch();
    assert_int_equal(kept("(short_since is not null)::int"), 1);
    assert_int_equal(kept_of(MERCHANT, "(short_since is null)::int"), 1);
    assert_int_equal(kept_of(MERCHANT, "balance_fen"), 1000);
    assert_int_equal(kept_of(MERCHANT, "wanted_fen"), 50);
    asked = 0;
    own = transfer(FAY, 10);
    theirs = transfer_of(MERCHANT, EVE, 950);
    assert_ok(drive(own));
    assert_payout(own, "WAITING_FUNDS");
    assert_int_equal(asked, 0);
    assert_fails(drive(theirs), PAYMENT_UNAVAILABLE); /* all that is not kept */
    assert_payout(theirs, "SENT");
    watch();
    assert_int_equal(kept_of(MERCHANT, "payouts_fen"), 950);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_share_of_what_is_settled_and_claimable_is_kept),
        TEST(open_after_sales_and_refunds_under_way_are_kept_in_full),
        TEST(money_that_was_taken_out_rings_once_and_ends_when_it_is_back),
        TEST(what_is_just_whole_holds_nothing_back),
        TEST(what_was_seen_long_ago_lets_nothing_go),
        TEST(what_was_done_before_midnight_counts_once),
        TEST(transfers_wait_for_the_reserve_and_go_on),
        TEST(what_was_let_go_is_asked_for_again_whatever_the_reserve),
        TEST(each_account_keeps_its_own),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
