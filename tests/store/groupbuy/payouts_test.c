/* Payouts on a real PostgreSQL: out of the account at once, under one number however often WeChat is asked, back when
 * it cannot be; a refund after a payout is a debt that is netted. */
#include "groupbuy/finance.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/store/earner_store.h"
#include "groupbuy/store/share_store.h"
#include "store/groupbuy/accounts.h"
#include "store/groupbuy/earnings.h"

#define LEADER  "0000000000000000000000000000e001"
#define ANOTHER "0000000000000000000000000000e002"
#define PLACE   "0000000000000000000000000000e0c0"

/* ---- WeChat's part of transfers, as a script ---- */

static struct {
    char number[ID_CHARS + 1]; /* of the one transfer; "": none */
    const char *merchant;      /* the account that it was asked of */
    enum payout_state state;
    fen net;
    int asked;
    bool away, no_funds, lost, refuses, answer_lost;
} transfers;

static struct payout_fact fact_of(const char *payout_id)
{
    return (struct payout_fact){ .payout_id = payout_id,
                                 .merchant_id = transfers.merchant ? transfers.merchant : "",
                                 .wechat_number = arena_printf(&shop.clerk.arena, "wxt-%s", payout_id),
                                 .openid = "openid",
                                 .net = transfers.net,
                                 .state = transfers.state,
                                 .package_info = transfers.state == PAYOUT_SENT ? "package" : "",
                                 .reason = transfers.state == PAYOUT_FAILED ? "NAME_NOT_CORRECT" : "" };
}

struct status channel_transfer(struct call *call, const struct payout *payout, const char *name,
                               struct payout_fact *ret_fact)
{
    assert_null(call->tx);
    assert_string_equal(name, "李梅");
    transfers.asked++;
    transfers.merchant = arena_strdup(&shop.clerk.arena, payout->merchant_id);
    if (transfers.away)
        return fail(PAYMENT_UNAVAILABLE, "away");
    if (transfers.no_funds || transfers.refuses) {
        *ret_fact = fact_of(payout->id);
        ret_fact->state = transfers.no_funds ? PAYOUT_WAITING_FUNDS : PAYOUT_FAILED;
        ret_fact->wechat_number = ret_fact->package_info = "";
        return OK;
    }
    if (*transfers.number)
        assert_string_equal(transfers.number, payout->id); /* never under another number */
    else
        transfers.state = PAYOUT_SENT;
    snprintf(transfers.number, sizeof transfers.number, "%s", payout->id);
    transfers.net = payout_net(payout);
    *ret_fact = fact_of(payout->id);
    return transfers.answer_lost ? fail(PAYMENT_UNAVAILABLE, "the answer was lost") : OK;
}

struct status channel_transfer_query(struct call *call, const struct payout *payout, struct payout_fact *ret_fact)
{
    assert_null(call->tx);
    if (transfers.away)
        return fail(PAYMENT_UNAVAILABLE, "away");
    if (transfers.lost)
        return fail(NOT_HERE, "never heard of it");
    *ret_fact = fact_of(payout->id);
    ret_fact->package_info = "";
    return OK;
}

struct status channel_transfer_notice(struct call *call, const Api__RawRequest *raw, struct transfer_notice *ret_notice)
{
    (void)call, (void)raw, (void)ret_notice;
    return fail(INTERNAL, "not part of this script");
}

struct transfer_confirm channel_transfer_confirm(const struct call *call, const struct payout *payout)
{
    (void)call;
    return (struct transfer_confirm){ "m", "a", payout->package_info };
}

/* ---- doing ---- */

static int up(void **state)
{
    Gb__PublishShareRuleRequest in = GB__PUBLISH_SHARE_RULE_REQUEST__INIT;
    Gb__ShareRule out = GB__SHARE_RULE__INIT;
    struct call *call;

    seats_up(state, "gb_payouts");
    merchant_up(MERCHANT);
    shop.house.payout_limits =
        (struct payout_limits){ .least = 1, .most = 10000, .day_most = 500000, .approve_from = 5000 };
    for (int i = 0; i < 2; i++)
        test_sql(shop.db, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE')",
                 db_id(i ? LEADER : ANOTHER), db_id(PLACE));
    in.selling_basis_points = 3000;
    in.why = "十二月起";
    call = clerk_call(&shop.clerk, OPERATOR);
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_publish_share_rule(call, &in, &out)));
    return 0;
}

static int fresh_transfers(void **state)
{
    memset(&transfers, 0, sizeof transfers);
    return fresh(state);
}

/* The leader's accounts are what his rows and the ledger say. */
static int adds_up(void **state)
{
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payouts p where (state in ('FAILED', 'DECLINED')) <>"
                                           " (select coalesce(sum(amount_fen), 0) = 0 from earner_moves m"
                                           "  where m.payout_id = p.id)"),
                     0);
    assert_int_equal(test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from ledger_entries where"
                                           " account = 'payouts'"),
                     test_sql_int(shop.db, "select -coalesce(sum(gross_fen - withheld_fen), 0)::bigint from payouts"
                                           " where done_at is null"));
    return each_balances(state);
}

#define PAYS(name) cmocka_unit_test_setup_teardown(name, fresh_transfers, adds_up)

static void payee(const char *user)
{
    Gb__SetPayeeRequest in = GB__SET_PAYEE_REQUEST__INIT;
    Gb__Payee out = GB__PAYEE__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    in.real_name = "李梅";
    in.identity_number = "11010519491231002X";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_set_payee(call, &in, &out)));
}

/* A team of two that the leader sold to, completed: 30 % of 999 is his, with that account. */
static struct seat sold_into(const char *merchant, const char *leader, int user)
{
    const char *campaign = shop_team_buy(&shop, 9, 2, 999);
    struct seat seat = start_team(*merchant ? sold_for(merchant, campaign) : campaign, user);
    struct seat other = join_team(seat.team, user + 1);

    test_sql(shop.db, "update orders set sharer_id = $2, version = version + 1 where id = $1", db_id(seat.order),
             db_id(leader));
    pay(&seat);
    pay(&other);
    receive(&seat);
    complete(&seat);
    return seat;
}

static struct seat sold_by(const char *leader, int user)
{
    return sold_into("", leader, user);
}

static void refund_all(const struct seat *seat)
{
    const struct refund_ask ask = { .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = "all" };
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, &ask, NULL)));
}

static struct status ask_of(const char *merchant, const char *user, fen gross, Gb__Payout *out)
{
    Gb__RequestPayoutRequest in = GB__REQUEST_PAYOUT_REQUEST__INIT;

    gb__payout__init(out);
    in.gross_fen = gross;
    in.merchant_id = (char *)merchant;
    return clerk_end(&shop.clerk, groupbuy_request_payout(clerk_call(&shop.clerk, user), &in, out));
}

static struct status ask(const char *user, fen gross, Gb__Payout *out)
{
    return ask_of("", user, gross, out);
}

static struct status drive(const Gb__Payout *payout)
{
    return run_job(JOB_DRIVE_PAYOUT, payout->payout_id, groupbuy_drive_payout);
}

static void assert_payout(const Gb__Payout *payout, const char *state)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select state from payouts where id = $1", db_id(payout->payout_id)), 0, 0), state);
}

static enum payout_outcome told(const Gb__Payout *payout, enum payout_state state, fen net)
{
    struct call *call = clerk_call(&shop.clerk, "");
    enum payout_outcome outcome = PAYOUT_OUTCOME_UNKNOWN;
    struct payout_fact fact = fact_of(payout->payout_id);

    fact.state = state;
    fact.net = net;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, payout_apply(call, &fact, &outcome)));
    return outcome;
}

/* ---- promises ---- */

static void a_transfer_has_one_number_however_often_it_is_asked_for(void **state)
{
    Gb__Payout payout;

    (void)state;
    sold_by(LEADER, 10);
    payee(LEADER);
    assert_ok(ask(LEADER, 100, &payout));
    transfers.away = true;
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    assert_payout(&payout, "ASKED");
    transfers.away = false;
    transfers.answer_lost = true; /* it was taken, and we do not know */
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    assert_payout(&payout, "ASKED");
    transfers.answer_lost = false;
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    assert_payout(&payout, "SENT");
    transfers.lost = true; /* WeChat forgets it: the same number again */
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    transfers.lost = false;
    transfers.state = PAYOUT_PAID;
    assert_ok(drive(&payout));
    assert_payout(&payout, "PAID");
    assert_ok(drive(&payout)); /* again: nothing */
    assert_int_equal(transfers.asked, 4);
    assert_int_equal(events("PayoutDecided", payout.payout_id), 2); /* to confirm, paid */
    assert_int_equal(has(LEADER), 199);
}

static void what_was_told_twice_or_late_changes_nothing(void **state)
{
    Gb__Payout payout;

    (void)state;
    assert_ok(ask(LEADER, 50, &payout));
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    assert_int_equal(told(&payout, PAYOUT_PAID, 49), PAYOUT_OUTCOME_MISMATCH);
    assert_payout(&payout, "SENT");
    for (int i = 0; i < 2; i++)
        assert_int_equal(told(&payout, PAYOUT_PAID, 50), PAYOUT_OUTCOME_APPLIED);
    assert_int_equal(told(&payout, PAYOUT_FAILED, 50), PAYOUT_OUTCOME_APPLIED);
    assert_int_equal(told(&payout, PAYOUT_SENT, 50), PAYOUT_OUTCOME_APPLIED);
    assert_payout(&payout, "PAID");
    assert_int_equal(has(LEADER), 149);
    payout.payout_id = user_n(&shop.clerk, 99);
    assert_int_equal(told(&payout, PAYOUT_PAID, 50), PAYOUT_OUTCOME_UNKNOWN);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases where reason like 'PAYOUT_%'"), 2);
}

static void what_waits_for_funds_goes_out_under_the_same_number(void **state)
{
    Gb__Payout payout, second;

    (void)state;
    assert_ok(ask(LEADER, 40, &payout));
    transfers.no_funds = true;
    transfers.net = 40;
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    assert_payout(&payout, "WAITING_FUNDS");
    assert_fails(ask(LEADER, 1, &second), PAYOUT_UNDER_WAY);
    transfers.no_funds = false;
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    transfers.state = PAYOUT_PAID;
    assert_ok(drive(&payout));
    assert_int_equal(has(LEADER), 109);
}

static void what_wechat_refuses_is_the_earners_again(void **state)
{
    Gb__Payout payout;

    (void)state;
    assert_ok(ask(LEADER, 109, &payout));
    assert_int_equal(has(LEADER), 0);
    transfers.refuses = true;
    transfers.net = 109;
    assert_ok(drive(&payout));
    assert_payout(&payout, "FAILED");
    assert_int_equal(has(LEADER), 109);
    assert_fails(ask(LEADER, 110, &payout), PAYOUT_TOO_MUCH);
    assert_fails(ask(LEADER, 10001, &payout), PAYOUT_LIMIT);
    assert_fails(ask(ANOTHER, 1, &payout), PAYEE_UNKNOWN);
}

static void a_refund_after_a_payout_is_a_debt_that_is_netted(void **state)
{
    struct seat seat = sold_by(ANOTHER, 20);
    Gb__Payout payout, refused;

    (void)state;
    payee(ANOTHER);
    assert_ok(ask(ANOTHER, 299, &payout));
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    transfers.state = PAYOUT_PAID;
    assert_ok(drive(&payout));
    refund_all(&seat);
    assert_int_equal(has(ANOTHER), -299);
    assert_fails(ask(ANOTHER, 1, &refused), PAYOUT_TOO_MUCH);
    sold_by(ANOTHER, 30);
    assert_int_equal(has(ANOTHER), 0); /* netted */
    sold_by(ANOTHER, 40);
    assert_ok(ask(ANOTHER, 299, &payout));
    assert_fails(ask(ANOTHER, 1, &refused), PAYOUT_UNDER_WAY);
    transfers.number[0] = 0;
    transfers.refuses = true;
    transfers.net = 299;
    assert_ok(drive(&payout));
}

static void what_is_withheld_is_of_the_whole_month(void **state)
{
    Gb__Payout payout;

    (void)state;
    test_sql(shop.db,
             "insert into payouts (id, earner_id, way, state, gross_fen, leaders_fen, partners_fen,"
             " withheld_fen, tax_version, month, openid, done_at) select gen_random_uuid(), $1, 'TRANSFER',"
             " 'FAILED', 100000, 100000, 0, 4000, 1, to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM'),"
             " 'o', now()",
             db_id(ANOTHER)); /* nobody's income */
    assert_ok(ask(ANOTHER, 299, &payout));
    assert_int_equal(payout.withheld_fen, 0);
    transfers.refuses = true;
    transfers.net = 299;
    assert_ok(drive(&payout));
    test_sql(shop.db, "update payouts set state = 'PAID' where gross_fen = 100000");
    assert_ok(ask(ANOTHER, 299, &payout));
    assert_int_equal(payout.withheld_fen, 120); /* 20 % of these 299 fen, and of the 299 of before */
    assert_int_equal(payout.net_fen, 179);
    transfers.net = 179;
    assert_ok(drive(&payout));
    test_sql(shop.db, "delete from payouts where gross_fen = 100000");
}

/* ---- each account's own ---- */

static fen has_with(const char *merchant, const char *user)
{
    return test_sql_int(shop.db,
                        "select coalesce(sum(amount_fen), 0)::bigint from earner_moves where earner_id = $1 and"
                        " merchant_id = $2",
                        db_id(user), db_text(merchant));
}

static Gb__Statement statement(const char *merchant, const char *user)
{
    Gb__GetStatementRequest in = GB__GET_STATEMENT_REQUEST__INIT;
    Gb__Statement out = GB__STATEMENT__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    in.merchant_id = (char *)merchant;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_get_statement(call, &in, &out)));
    return out;
}

/* What a merchant's orders earned is never paid by another, however much it has. */
static void a_transfer_goes_out_of_the_account_that_earned_it(void **state)
{
    fen before = has_with("", LEADER);
    Gb__Payout payout, own;

    (void)state;
    sold_into(MERCHANT, LEADER, 50);
    sold_by(LEADER, 60);
    assert_int_equal(has_with("", LEADER), before + 299);
    assert_int_equal(has_with(MERCHANT, LEADER), 299);
    assert_fails(ask_of(MERCHANT, LEADER, 300, &payout), PAYOUT_TOO_MUCH);
    assert_fails(ask_of("", LEADER, before + 300, &payout), PAYOUT_TOO_MUCH);
    assert_fails(ask_of(ANOTHERS, LEADER, 1, &payout), PAYOUT_TOO_MUCH);
    assert_ok(ask_of(MERCHANT, LEADER, 299, &payout));
    assert_string_equal(payout.merchant_id, MERCHANT);
    assert_ok(ask_of("", LEADER, 1, &own)); /* the other one's waits for nothing */
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    assert_string_equal(transfers.merchant, MERCHANT);
    transfers.merchant = "";
    assert_int_equal(told(&payout, PAYOUT_PAID, 299), PAYOUT_OUTCOME_MISMATCH); /* by the word of another account */
    transfers.merchant = MERCHANT;
    transfers.state = PAYOUT_PAID;
    assert_ok(drive(&payout));
    assert_int_equal(stands(MERCHANT, ACCOUNT_LEADER_SHARES), 0);
    assert_int_equal(stands(MERCHANT, ACCOUNT_WECHAT), 2 * 999 - 299);
    assert_int_equal(has_with("", LEADER), before + 298);
    memset(&transfers, 0, sizeof transfers);
    transfers.refuses = true;
    transfers.net = 1;
    assert_ok(drive(&own));
    assert_int_equal(has_with("", LEADER), before + 299); /* its own again */
}

static void a_debt_is_netted_with_its_own_account_alone(void **state)
{
    struct seat seat = sold_into(MERCHANT, ANOTHER, 70);
    Gb__Payout payout;

    (void)state;
    assert_ok(ask_of(MERCHANT, ANOTHER, 299, &payout));
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    transfers.state = PAYOUT_PAID;
    assert_ok(drive(&payout));
    refund_all(&seat);
    assert_int_equal(has_with(MERCHANT, ANOTHER), -299);
    sold_by(ANOTHER, 80);
    memset(&transfers, 0, sizeof transfers);
    assert_ok(ask_of("", ANOTHER, 299, &payout)); /* not held back for what is owed to the other */
    assert_fails(drive(&payout), PAYMENT_UNAVAILABLE);
    transfers.state = PAYOUT_PAID;
    assert_ok(drive(&payout));
    sold_into(MERCHANT, ANOTHER, 90);
    assert_int_equal(has_with(MERCHANT, ANOTHER), 0);
}

static void a_statement_is_of_one_account_and_names_the_others(void **state)
{
    Gb__Statement own = statement("", LEADER), other = statement(MERCHANT, LEADER);

    (void)state;
    assert_int_equal(own.balance_fen, has_with("", LEADER));
    assert_int_equal(own.closing_fen, own.balance_fen);
    assert_int_equal(other.gross_fen, 299);
    assert_int_equal(other.paid_out_fen, 299);
    assert_int_equal(other.closing_fen, 0);
    assert_int_equal(other.n_lines, 2);
    assert_int_equal(own.n_accounts, 2);
    assert_string_equal(own.accounts[0]->merchant_id, "");
    assert_int_equal(own.accounts[0]->balance_fen, own.balance_fen);
    assert_string_equal(own.accounts[1]->merchant_id, MERCHANT);
    assert_int_equal(own.accounts[1]->balance_fen, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAYS(a_transfer_has_one_number_however_often_it_is_asked_for),
        PAYS(what_was_told_twice_or_late_changes_nothing),
        PAYS(what_waits_for_funds_goes_out_under_the_same_number),
        PAYS(what_wechat_refuses_is_the_earners_again),
        PAYS(a_refund_after_a_payout_is_a_debt_that_is_netted),
        PAYS(what_is_withheld_is_of_the_whole_month),
        PAYS(a_transfer_goes_out_of_the_account_that_earned_it),
        PAYS(a_debt_is_netted_with_its_own_account_alone),
        PAYS(a_statement_is_of_one_account_and_names_the_others),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
