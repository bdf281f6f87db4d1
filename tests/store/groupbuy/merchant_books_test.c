/* The books of each merchant account on a real PostgreSQL: a posting stands in those of its order, whoever writes it;
 * days and months say whose it is; refunds wait for the money of their own account. */
#include "groupbuy/finance.h"
#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/month_store.h"
#include "store/groupbuy/accounts.h"

static int up(void **state)
{
    seats_up(state, "gb_merchant_books");
    merchant_up(MERCHANT);
    merchant_up(ANOTHERS);
    return 0;
}

static struct seat paid(const char *merchant, int user)
{
    const char *campaign = shop_team_buy(&shop, 9, 3, 990);
    struct seat seat = start_team(*merchant ? sold_for(merchant, campaign) : campaign, user);

    pay(&seat);
    return seat;
}

static void a_posting_stands_in_its_orders_books(void **state)
{
    struct seat own = paid("", 1), ann = paid(MERCHANT, 2), bob = paid(ANOTHERS, 3);

    (void)state;
    expire(&ann);
    assert_refunded(&ann);
    assert_int_equal(stands("", ACCOUNT_WECHAT), 990);
    assert_int_equal(stands(MERCHANT, ACCOUNT_WECHAT), 0);
    assert_int_equal(stands(ANOTHERS, ACCOUNT_WECHAT), 990);
    assert_int_equal(stands(ANOTHERS, ACCOUNT_DEPOSITS), -990);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from ledger_postings where merchant_id = $1 and order_id = $2",
                                  db_text(MERCHANT), db_id(ann.order)),
                     3);
    expire(&own);
    expire(&bob);
}

static struct status post(const char *merchant, const char *key, const char *order)
{
    struct ledger_posting posting = ledger_wechat_fees(5);
    struct call *call = clerk_call(&shop.clerk, "");

    posting.merchant_id = merchant;
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, ledger_post(call->tx, &posting, key, order, NULL));
}

static const char *books_of(const char *key)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_text(test_sql(shop.db, "select merchant_id from ledger_postings where key = $1", db_text(key)), 0, 0));
}

/* A release before this one names no account at all. */
static void nobody_posts_into_anothers_books(void **state)
{
    struct seat ann = paid(MERCHANT, 4);

    (void)state;
    assert_ok(post(ANOTHERS, "wrong", ann.order));
    assert_string_equal(books_of("wrong"), MERCHANT);
    assert_ok(post(NULL, "unnamed", ann.order));
    assert_string_equal(books_of("unnamed"), MERCHANT);
    assert_ok(post(ANOTHERS, "2026-11-21 " ANOTHERS, NULL));
    assert_string_equal(books_of("2026-11-21 " ANOTHERS), ANOTHERS);
    assert_ok(post(NULL, "2026-11-21", NULL));
    assert_string_equal(books_of("2026-11-21"), "");
}

/* As 023 computed it, of the days that were closed before accounts were told apart. */
#define HASH_OF_BEFORE                                                                                                 \
    "sha256(''::bytea || convert_to('2026-01-30', 'UTF8') || coalesce((select string_agg(sha256(convert_to("           \
    " concat_ws('|', p.id, p.kind, p.key, coalesce(p.order_id::text, ''), coalesce(p.refund_id::text, ''),"            \
    "  (extract(epoch from p.posted_at) * 1000000)::bigint,"                                                           \
    "  (select string_agg(e.account || '=' || e.amount_fen, ',' order by e.account collate \"C\") from ledger_entries" \
    "   e where e.posting_id = p.id)), 'UTF8')), ''::bytea order by p.id) from ledger_postings p"                      \
    " where p.day = '2026-01-30'), ''::bytea))"

static bool hash_is_as_before(void)
{
    return rows_bool(test_sql(shop.db, "select ledger_day_sha256('2026-01-30', '') = " HASH_OF_BEFORE), 0, 0);
}

static void days_of_before_keep_their_hash(void **state)
{
    (void)state;
    assert_ok(post("", "a", NULL));
    assert_ok(post("", "b", NULL));
    test_sql(shop.db, "update ledger_postings set day = '2026-01-30' where key in ('a', 'b')");
    assert_true(hash_is_as_before());
    test_sql(shop.db, "update ledger_postings set merchant_id = $1 where key = 'b'", db_text(MERCHANT));
    assert_false(hash_is_as_before());
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

static bool holds(void)
{
    struct call *call = clerk_call(&shop.clerk, "");
    const char *wrong_day;
    bool holds = false;

    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, month_verify(call->tx, "2026-01", &wrong_day, &holds)));
    return holds;
}

static void a_month_has_the_totals_of_each_account(void **state)
{
    Gb__CloseMonthRequest in = GB__CLOSE_MONTH_REQUEST__INIT;
    Gb__LedgerMonth month = GB__LEDGER_MONTH__INIT;
    struct call *call;

    (void)state;
    close_days();
    in.month = "2026-01";
    in.why = "无差异";
    call = clerk_call(&shop.clerk, OPERATOR);
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_close_month(call, &in, &month)));
    assert_int_equal(month.n_accounts, 4);
    for (int i = 0; i < 4; i++) {
        assert_string_equal(month.accounts[i]->merchant_id, i < 2 ? "" : MERCHANT);
        assert_string_equal(month.accounts[i]->account, i % 2 ? "fees:wechat" : "channel:wechat");
        assert_int_equal(month.accounts[i]->balance_fen, i % 2 ? 5 : -5);
    }
    assert_true(holds());
    test_sql(shop.db, "update ledger_postings set merchant_id = $1 where key = 'b'", db_text(ANOTHERS));
    assert_false(holds());
    test_sql(shop.db, "update ledger_postings set merchant_id = $1 where key = 'b'", db_text(MERCHANT));
    assert_true(holds());
    test_sql(shop.db, "update ledger_month_accounts set merchant_id = $1 where merchant_id = $2", db_text(ANOTHERS),
             db_text(MERCHANT));
    assert_false(holds());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACCOUNTS(a_posting_stands_in_its_orders_books),
        ACCOUNTS(nobody_posts_into_anothers_books),
        ACCOUNTS(days_of_before_keep_their_hash),
        ACCOUNTS(a_month_has_the_totals_of_each_account),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
