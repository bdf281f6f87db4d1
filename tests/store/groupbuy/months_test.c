/* Months of the books on a real PostgreSQL: closed once their days are, for good; what is changed behind our back is
 * named by its day. Days of a long past month are posted by hand. */
#include "groupbuy/finance.h"
#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/month_store.h"
#include "store/groupbuy/seats.h"

static int up(void **state)
{
    return seats_up(state, "gb_months");
}

static struct status post_on(const char *day, const char *key, fen amount)
{
    struct call *call = clerk_call(&shop.clerk, "");
    struct status status;

    assert_ok(call_begin(call));
    status =
        db_exec(call->tx,
                "with posting as (insert into ledger_postings (id, kind, key, day) values (gen_random_uuid(),"
                " 'FEES', $1, $2) returning id) insert into ledger_entries (posting_id, account, amount_fen)"
                " select id, e.* from posting, (values ('fees:wechat', $3::bigint), ('channel:wechat', -$3::bigint))"
                " as e (account, fen)",
                db_text(key), db_text(day), db_int(amount));
    return clerk_end(&shop.clerk, status);
}

static void close_days(void)
{
    bool closed = true;

    while (closed) {
        struct call *call = clerk_call(&shop.clerk, "");

        assert_ok(call_begin(call));
        assert_ok(clerk_end(&shop.clerk, ledger_close_day(call->tx, 0, &closed)));
    }
}

static struct status close_month(const char *user, const char *month, Gb__LedgerMonth *out)
{
    Gb__CloseMonthRequest in = GB__CLOSE_MONTH_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    gb__ledger_month__init(out);
    in.month = month;
    in.why = "无差异";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_close_month(call, &in, out));
}

static Gb__MonthVerification verify(const char *month)
{
    Gb__VerifyMonthRequest in = GB__VERIFY_MONTH_REQUEST__INIT;
    Gb__MonthVerification out = GB__MONTH_VERIFICATION__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.month = month;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_verify_month(call, &in, &out)));
    return out;
}

static void a_month_is_closed_with_its_totals_once(void **state)
{
    Gb__LedgerMonth month;

    (void)state;
    assert_ok(post_on("2026-01-30", "a", 700));
    assert_fails(close_month(OPERATOR, "2026-01", &month), MONTH_NOT_OVER);
    close_days();
    assert_fails(close_month(user_n(&shop.clerk, 1), "2026-01", &month), FORBIDDEN);
    assert_fails(close_month(OPERATOR, "2026-02", &month), MONTH_NOT_OVER); /* one after the other */
    assert_ok(close_month(OPERATOR, "2026-01", &month));
    assert_int_equal(month.postings, 1);
    assert_string_equal(month.last_day, "2026-01-31");
    assert_int_equal(month.n_accounts, 2);
    assert_string_equal(month.accounts[0]->account, "channel:wechat");
    assert_int_equal(month.accounts[0]->credit_fen, 700);
    assert_int_equal(month.accounts[0]->balance_fen, -700);
    assert_int_equal(month.accounts[1]->debit_fen, 700);
    assert_fails(close_month(OPERATOR, "2026-01", &month), MONTH_CLOSED);
    assert_ok(close_month(OPERATOR, "2026-02", &month)); /* an empty one */
    assert_int_equal(month.accounts[0]->credit_fen, 0);
    assert_int_equal(month.accounts[0]->balance_fen, -700);
}

/* Whatever is said of its days. */
static void nothing_is_posted_into_a_closed_month(void **state)
{
    (void)state;
    assert_fails(post_on("2026-01-31", "late", 1), CHECK_VIOLATION);
    test_sql(shop.db, "create table days_kept as select * from ledger_days");
    test_sql(shop.db, "delete from ledger_days");
    assert_fails(post_on("2026-01-31", "late", 1), CHECK_VIOLATION);
    assert_fails(post_on("2026-02-28", "late", 1), CHECK_VIOLATION);
    test_sql(shop.db, "insert into ledger_days select * from days_kept");
    assert_true(verify("2026-01").holds);
}

static void what_is_changed_behind_our_back_is_named_by_its_day(void **state)
{
    Gb__MonthVerification seen;

    (void)state;
    assert_true(verify("2026-01").holds);
    assert_true(verify("2026-02").holds);
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen * 2");
    seen = verify("2026-01");
    assert_false(seen.holds);
    assert_string_equal(seen.first_wrong_day, "2026-01-30");
    seen = verify("2026-02"); /* its days are right, its balances not */
    assert_false(seen.holds);
    assert_string_equal(seen.first_wrong_day, "");
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen / 2");
    assert_true(verify("2026-01").holds);
    test_sql(shop.db, "delete from ledger_days where day = '2026-01-31'");
    assert_string_equal(verify("2026-01").first_wrong_day, "2026-01-31");
    test_sql(shop.db, "insert into ledger_days select * from days_kept where day = '2026-01-31'");
    test_sql(shop.db, "update ledger_month_accounts set balance_fen = 0 where month = '2026-01'");
    assert_false(verify("2026-01").holds);
    test_sql(shop.db, "update ledger_month_accounts set balance_fen = debit_fen - credit_fen where month = '2026-01'");
}

/* What comes to light later goes into the month in which it does. */
static void a_fact_of_a_closed_month_is_posted_today(void **state)
{
    struct ledger_posting posting = ledger_wechat_fees(5);
    struct call *call = clerk_call(&shop.clerk, "");

    (void)state;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, ledger_post(call->tx, &posting, "2026-01-30", NULL, NULL)));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from ledger_postings where key = '2026-01-30'"
                                           " and day = (now() at time zone 'Asia/Shanghai')::date"),
                     1);
    assert_true(verify("2026-01").holds);
}

/* What a month ended with, next to what its postings come to from the first day on. */
static int64_t differing_accounts(const char *month)
{
    return test_sql_int(
        shop.db,
        "select count(*) from (select account, sum(amount_fen)::bigint as fen from ledger_postings p"
        " join ledger_entries e on e.posting_id = p.id where to_char(p.day, 'YYYY-MM') <= $1 group by 1)"
        " f full join (select account, balance_fen as fen from ledger_month_accounts where month = $1) a"
        " using (account) where f.fen is distinct from a.fen",
        db_text(month));
}

/* Months of before are not read again: what somebody changes in them behind our back comes into no later one. */
static void a_month_carries_on_what_the_one_before_ended_with(void **state)
{
    Gb__LedgerMonth month;

    (void)state;
    test_sql(shop.db, "delete from ledger_days where day >= '2026-03-01'");
    assert_ok(post_on("2026-03-02", "b", 40));
    assert_ok(post_on("2026-03-31", "c", -10));
    assert_ok(post_on("2026-04-01", "d", 1));
    close_days();
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen * 3 where posting_id ="
                      " (select id from ledger_postings where key = 'a')");
    assert_ok(close_month(OPERATOR, "2026-03", &month));
    assert_int_equal(month.postings, 2);
    assert_int_equal(month.n_accounts, 2);
    assert_string_equal(month.accounts[0]->account, "channel:wechat");
    assert_int_equal(month.accounts[0]->debit_fen, 10);
    assert_int_equal(month.accounts[0]->credit_fen, 40);
    assert_int_equal(month.accounts[0]->balance_fen, -700 - 40 + 10);
    assert_int_equal(month.accounts[1]->balance_fen, 700 + 40 - 10);
    assert_false(verify("2026-03").holds); /* it adds up from the first day on */
    test_sql(shop.db, "update ledger_entries set amount_fen = amount_fen / 3 where posting_id ="
                      " (select id from ledger_postings where key = 'a')");
    assert_true(verify("2026-03").holds);
    assert_int_equal(differing_accounts("2026-03"), 0);
    assert_ok(close_month(OPERATOR, "2026-04", &month));
    assert_int_equal(month.accounts[1]->balance_fen, 731);
    assert_int_equal(differing_accounts("2026-04"), 0);
    assert_true(verify("2026-04").holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_month_is_closed_with_its_totals_once),
        TEST(nothing_is_posted_into_a_closed_month),
        TEST(what_is_changed_behind_our_back_is_named_by_its_day),
        TEST(a_month_carries_on_what_the_one_before_ended_with),
        TEST(a_fact_of_a_closed_month_is_posted_today),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
