/* Bills of several merchant accounts on a real PostgreSQL: each day of each account is compared with what is that
 * account's; what one's bill says of another's is a case; what one waits for holds no other up. */
#include "groupbuy/domain/ledger.h"
#include "store/groupbuy/accounts.h"
#include "store/groupbuy/bills.h"

static int up(void **state)
{
    seats_up(state, "gb_account_bills");
    merchant_up(MERCHANT);
    return 0;
}

#define BILLS(name) cmocka_unit_test_setup_teardown(name, new_day, each_balances)

static struct seat merchants_seat(void)
{
    static int user = 500;
    struct seat seat = start_team(sold_for(MERCHANT, shop_team_buy(&shop, 9, 2, 990)), user++);

    pay(&seat);
    return seat;
}

static int64_t cases_of(const char *merchant)
{
    return test_sql_int(shop.db, "select count(*) from payment_cases where merchant_id = $1", db_text(merchant));
}

static int64_t fees_of(const char *merchant, const char *key)
{
    return test_sql_int(shop.db,
                        "select e.amount_fen from ledger_postings p join ledger_entries e on e.posting_id = p.id"
                        " where p.kind = 'FEES' and p.key = $1 and p.merchant_id = $2 and e.account = 'fees:wechat'",
                        db_text(key), db_text(merchant));
}

static void each_account_has_days_of_its_own(void **state)
{
    struct seat own = paid_seat(), ann = merchants_seat(), bob = merchants_seat();
    const char *day, *refund;

    (void)state;
    expire(&bob);
    refund = refund_of(&bob);
    assert_refunded(&bob);
    day = two_days_pass();
    both_pay(&own, 990);
    bills = &merchants_bills;
    both_pay(&ann, 990);
    both_pay(&bob, 990);
    trade_refunds(bob.order, refund, "SUCCESS", 990);
    flow_moves("退款", false, refund, arena_printf(&shop.clerk.arena, "wxr-%s", refund), 984);
    assert_ok(reconcile());
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 0);
    assert_int_equal(of_account_day("", "paid_fen", day), 990);
    assert_int_equal(of_account_day("", "ledger_in_fen", day), 990);
    assert_int_equal(of_account_day("", "refunded_fen", day), 0);
    assert_int_equal(of_account_day(MERCHANT, "paid_fen", day), 1980);
    assert_int_equal(of_account_day(MERCHANT, "flow_in_fen", day), 1980);
    assert_int_equal(of_account_day(MERCHANT, "ledger_in_fen", day), 1980);
    assert_int_equal(of_account_day(MERCHANT, "refunded_fen", day), 990);
    assert_int_equal(of_account_day(MERCHANT, "ledger_out_fen", day), 990);
    assert_int_equal(fees_of("", day), 6);
    assert_int_equal(fees_of(MERCHANT, arena_printf(&shop.clerk.arena, "%s " MERCHANT, day)), 6);
}

/* As if it had been paid into the wrong account. */
static void a_bill_that_has_anothers_is_a_case(void **state)
{
    struct seat own = paid_seat(), ann = merchants_seat(), bob = merchants_seat();
    const char *day = two_days_pass();

    (void)state;
    both_pay(&own, 990);
    both_pay(&ann, 990);
    bills = &merchants_bills;
    both_pay(&bob, 990);
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_BILL_ACCOUNT, ann.order, "FLOW,TRADE"), 1);
    assert_int_equal(cases(CASE_BILL_MISSING, ann.order, "FLOW,TRADE"), 1);
    assert_int_equal(cases_of(""), 1);
    assert_int_equal(cases_of(MERCHANT), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases where order_id = $1", db_id(ann.order)),
                     2);
    assert_int_equal(of_account_day("", "differences", day), 1);
    assert_int_equal(of_account_day(MERCHANT, "differences", day), 1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where type = 'linli.groupbuy.v1.BillDifference'"
                                  " and position(convert_to($1, 'UTF8') in payload) > 0",
                                  db_text(MERCHANT)),
                     1);
}

static void what_stands_in_anothers_books_differs(void **state)
{
    struct seat ann = merchants_seat();
    const char *day = two_days_pass();

    (void)state;
    bills = &merchants_bills;
    both_pay(&ann, 990);
    test_sql(shop.db, "update ledger_postings set merchant_id = '' where order_id = $1", db_id(ann.order));
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_LEDGER_DIFFERS, ann.order, "LEDGER"), 1);
    assert_int_equal(cases_of(MERCHANT), 1);
    assert_int_equal(of_account_day("", "ledger_in_fen", day), 990); /* where it does not belong */
    test_sql(shop.db, "update ledger_postings set merchant_id = $2 where order_id = $1", db_id(ann.order),
             db_text(MERCHANT));
}

static void one_account_that_waits_holds_no_other_up(void **state)
{
    struct seat own = paid_seat(), ann = merchants_seat();
    const char *day = two_days_pass();

    (void)state;
    own_bills.flow_is_late = true;
    both_pay(&own, 990);
    bills = &merchants_bills;
    both_pay(&ann, 990);
    assert_fails(reconcile(), PAYMENT_UNAVAILABLE);
    assert_int_equal(of_account_day(MERCHANT, "paid_fen", day), 990);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from bill_days where merchant_id = '' and state = 'OPEN'"),
                     1);
    own_bills.flow_is_late = false;
    assert_ok(reconcile());
    assert_int_equal(of_account_day("", "paid_fen", day), 990);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 0);
}

static Gb__ListBillDaysResponse page_after(const char *token)
{
    Gb__ListBillDaysRequest in = GB__LIST_BILL_DAYS_REQUEST__INIT;
    Gb__ListBillDaysResponse out = GB__LIST_BILL_DAYS_RESPONSE__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.page_size = 1;
    in.page_token = (char *)token;
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_list_bill_days(call, &in, &out)));
    assert_int_equal(out.n_days, 1);
    return out;
}

static void days_are_listed_account_by_account(void **state)
{
    Gb__ListBillDaysResponse first, second;

    (void)state;
    first = page_after("");
    second = page_after(first.next_page_token);
    assert_string_equal(first.days[0]->merchant_id, MERCHANT);
    assert_string_equal(second.days[0]->merchant_id, "");
    assert_string_equal(first.days[0]->day, second.days[0]->day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BILLS(each_account_has_days_of_its_own),      BILLS(a_bill_that_has_anothers_is_a_case),
        BILLS(what_stands_in_anothers_books_differs), BILLS(one_account_that_waits_holds_no_other_up),
        BILLS(days_are_listed_account_by_account),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
