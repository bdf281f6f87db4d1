/* A day's bills against our books, on a real PostgreSQL: what differs is named once, whatever is interrupted. The bills
 * are written by this program, in WeChat's own form. */
#include "store/groupbuy/bills.h"

/* ---- what must hold ---- */

static void pay_by_hand(const struct seat *seat, const char *day)
{
    test_sql(shop.db,
             "insert into refunds (id, order_id, amount_fen, coupon_fen, reason, state, by_hand, done_at)"
             " values (gen_random_uuid(), $1, 100, 0, 'WEIGHED_LESS', 'SUCCESS', true,"
             " ($2 || ' 12:00+08')::timestamptz)",
             db_id(seat->order), db_text(day));
}

static void a_day_that_agrees_opens_nothing(void **state)
{
    struct seat ann = paid_seat(), bob = paid_seat();
    const char *day, *refund;

    (void)state;
    expire(&bob);
    refund = refund_of(&bob);
    assert_refunded(&bob);
    day = two_days_pass();
    both_pay(&ann, 990);
    pay_by_hand(&ann, day); /* is in no bill */
    both_pay(&bob, 990);
    trade_refunds(bob.order, refund, "SUCCESS", 990);
    flow_moves("退款", false, refund, arena_printf(&shop.clerk.arena, "wxr-%s", refund),
               984); /* 6 of the fee came back */
    assert_ok(reconcile());
    assert_int_equal(of_day("differences", day), 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 0);
    assert_int_equal(of_day("paid_fen", day), 1980);
    assert_int_equal(of_day("trade_paid_fen", day), 1980);
    assert_int_equal(of_day("flow_in_fen", day), 1980);
    assert_int_equal(of_day("ledger_in_fen", day), 1980);
    assert_int_equal(test_sql_int(shop.db, "select balance_fen from account_balances where bill = 'FLOW' and day = $1",
                                  db_text(day)),
                     900); /* as its last line says */
    assert_int_equal(of_day("refunded_fen", day), 990);
    assert_int_equal(of_day("trade_refunded_fen", day), 990);
    assert_int_equal(of_day("flow_out_fen", day), 990);
    assert_int_equal(of_day("ledger_out_fen", day), 990);
    assert_int_equal(of_day("fees_fen", day), 6);
    assert_int_equal(test_sql_int(shop.db,
                                  "select e.amount_fen from ledger_postings p join ledger_entries e on e.posting_id ="
                                  " p.id where p.kind = 'FEES' and p.key = $1 and e.account = 'fees:wechat'",
                                  db_text(day)),
                     6);
}

static void each_difference_is_named_once(void **state)
{
    struct seat missing = paid_seat(), dearer = paid_seat(), twice = paid_seat(), renamed = paid_seat(),
                unbooked = paid_seat();
    const char *day = two_days_pass();

    (void)state;
    test_sql(shop.db,
             "update ledger_entries e set amount_fen = amount_fen + sign(amount_fen)::bigint from ledger_postings p"
             " where p.id = e.posting_id and p.order_id = $1",
             db_id(unbooked.order));
    flow_moves("交易", true, missing.order, arena_printf(&shop.clerk.arena, "wx-%s", missing.order), 990);
    both_pay(&dearer, 991);
    both_pay(&twice, 990);
    trade_pays(twice.order, arena_printf(&shop.clerk.arena, "wx-%s", twice.order), 990);
    trade_pays(renamed.order, "4200", 990);
    flow_moves("交易", true, renamed.order, arena_printf(&shop.clerk.arena, "wx-%s", renamed.order), 990);
    both_pay(&unbooked, 990);
    trade_pays("GHOST1", "4242", 5000);
    bills->flow_is_late = true;
    assert_fails(reconcile(), PAYMENT_UNAVAILABLE); /* interrupted: the trade bill is here */
    assert_fails(reconcile(), PAYMENT_UNAVAILABLE);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 0);
    bills->flow_is_late = false;
    assert_ok(reconcile());
    assert_int_equal(bills->asked[WXPAY_BILL_TRADE], 1);
    assert_int_equal(cases(CASE_BILL_MISSING, missing.order, "TRADE"), 1);
    assert_int_equal(cases(CASE_BILL_AMOUNT, dearer.order, "FLOW,TRADE"), 1);
    assert_int_equal(cases(CASE_BILL_DOUBLED, twice.order, "TRADE"), 1);
    assert_int_equal(cases(CASE_BILL_STATE, renamed.order, "TRADE"), 1);
    assert_int_equal(cases(CASE_BILL_UNKNOWN, "GHOST1", "TRADE"), 1);
    assert_int_equal(cases(CASE_LEDGER_DIFFERS, unbooked.order, "LEDGER"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 6);
    assert_int_equal(of_day("differences", day), 6);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox o join bill_days d on d.id = o.aggregate_id"
                                  " where o.type = 'linli.groupbuy.v1.BillDifference' and d.day = $1::date",
                                  db_text(day)),
                     1);
    assert_ok(reconcile()); /* the next day, or nothing */
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 6);
    test_sql(shop.db,
             "update ledger_entries e set amount_fen = amount_fen - sign(amount_fen)::bigint from ledger_postings p"
             " where p.id = e.posting_id and p.order_id = $1",
             db_id(unbooked.order));
}

/* A payout of 5.00 that was paid on `day`, and its posting. */
static const char *paid_out(const char *day, bool booked)
{
    const char *id = id_make(&shop.clerk.arena);

    test_sql(shop.db, "insert into payees (user_id, name_key, name_sealed, name_masked, identity_key, identity_sealed,"
                      " identity_masked) values ('00000000-0000-0000-0000-00000000e001', '', '', '', '', '', '')"
                      " on conflict do nothing");
    test_sql(shop.db,
             "insert into payouts (id, earner_id, way, state, gross_fen, leaders_fen, partners_fen, withheld_fen,"
             " tax_version, month, openid, wechat_number, done_at) values ($1,"
             " '00000000-0000-0000-0000-00000000e001', 'TRANSFER', 'PAID', 600, 600, 0, 100, 1, '2026-11', 'o',"
             " 'wxt-' || $2, ($3 || ' 12:00+08')::timestamptz)",
             db_id(id), db_text(id), db_text(day));
    if (booked)
        test_sql(shop.db,
                 "with p as (insert into ledger_postings (id, kind, key, day) values (gen_random_uuid(), 'PAYOUT_PAID',"
                 " $1, $2) returning id) insert into ledger_entries select id, a.* from p, (values ('payouts', 500),"
                 " ('channel:wechat', -500)) as a",
                 db_text(id), db_text(day));
    return id;
}

static void transfers_are_compared_too(void **state)
{
    const char *day, *right, *missing, *dearer, *unbooked;

    (void)state;
    paid_seat();
    day = two_days_pass();
    right = paid_out(day, true);
    missing = paid_out(day, true);
    dearer = paid_out(day, true);
    unbooked = paid_out(day, false);
    transfer_moves(right, arena_printf(&shop.clerk.arena, "wxt-%s", right), 500);
    transfer_moves(dearer, arena_printf(&shop.clerk.arena, "wxt-%s", dearer), 501);
    transfer_moves(unbooked, arena_printf(&shop.clerk.arena, "wxt-%s", unbooked), 500);
    transfer_moves("0123456789abcdef0123456789abcdef", "wxt-0", 500);
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_BILL_MISSING, missing, "OPERATION"), 1);
    assert_int_equal(cases(CASE_BILL_AMOUNT, dearer, "OPERATION"), 1);
    assert_int_equal(cases(CASE_BILL_UNKNOWN, "0123456789abcdef0123456789abcdef", "OPERATION"), 1);
    assert_int_equal(cases(CASE_LEDGER_DIFFERS, unbooked, "LEDGER"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases where subject = $1", db_text(right)), 0);
}

/* A part of 2.00 of the order that was split off for each of `people` on `day`, and its posting. */
static const char *shared_out(const struct seat *seat, const char *day, int people)
{
    const char *number = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into sharings (order_id, state, split_number, unfreeze_number, split_fen, next_at, give_up_at,"
             " done_at) values ($1, 'DONE', $2, gen_random_uuid(), $3 * 200, now(), now(), now())",
             db_id(seat->order), db_id(number), db_int(people));
    for (int i = 0; i < people; i++) {
        const char *id = id_make(&shop.clerk.arena), *user = user_n(&shop.clerk, 700 + i);

        test_sql(shop.db,
                 "insert into payees (user_id, name_key, name_sealed, name_masked, identity_key, identity_sealed,"
                 " identity_masked) values ($1, '', '', '', '', '', '') on conflict do nothing",
                 db_id(user));
        test_sql(shop.db,
                 "insert into payouts (id, earner_id, way, order_id, state, gross_fen, leaders_fen, partners_fen,"
                 " withheld_fen, tax_version, month, openid, wechat_number, done_at) values ($1, $2, 'SHARING', $3,"
                 " 'PAID', 200, 200, 0, 0, 1, '2026-11', 'o', 'wxs-' || $4, ($5 || ' 12:00+08')::timestamptz)",
                 db_id(id), db_id(user), db_id(seat->order), db_text(id), db_text(day));
        test_sql(shop.db,
                 "with p as (insert into ledger_postings (id, kind, key, day) values (gen_random_uuid(), 'PAYOUT_PAID',"
                 " $1, $2) returning id) insert into ledger_entries select id, a.* from p, (values ('payouts', 200),"
                 " ('channel:wechat', -200)) as a",
                 db_text(id), db_text(day));
    }
    return number;
}

static void parts_of_a_payment_are_compared_too(void **state)
{
    struct seat ann = paid_seat(), bob = paid_seat(), carl = paid_seat();
    const char *day, *right, *missing, *dearer;

    (void)state;
    day = two_days_pass();
    both_pay(&ann, 990);
    both_pay(&bob, 990);
    both_pay(&carl, 990);
    right = shared_out(&ann, day, 2);
    missing = shared_out(&bob, day, 1);
    dearer = shared_out(&carl, day, 1);
    for (int i = 0; i < 2; i++) /* a row for each receiver, all under the one number */
        flow_moves("分账", false, right, "30000000000001", 200);
    flow_moves("分账", false, dearer, "30000000000002", 201);
    flow_moves("分账", false, "0123456789abcdef0123456789abcdef", "30000000000003", 200);
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_BILL_MISSING, missing, "FLOW"), 1);
    assert_int_equal(cases(CASE_BILL_AMOUNT, dearer, "FLOW"), 1);
    assert_int_equal(cases(CASE_BILL_UNKNOWN, "0123456789abcdef0123456789abcdef", "FLOW"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 3);
    test_sql(shop.db, "delete from payouts");
    test_sql(shop.db, "delete from sharings");
}

/* 1.00 of a part that came back on `day`, and its posting. */
static const char *given_back(const char *split_number, const char *day, bool posted)
{
    const char *id = id_make(&shop.clerk.arena);

    test_sql(
        shop.db,
        "insert into share_returns (id, payout_id, amount_fen, state, wechat_number, done_at) select $1, p.id, 100,"
        " 'DONE', 'wxb-' || $4, ($3 || ' 12:00+08')::timestamptz from payouts p join sharings s on"
        " s.order_id = p.order_id where s.split_number = $2",
        db_id(id), db_id(split_number), db_text(day), db_text(id));
    if (posted)
        test_sql(shop.db,
                 "with p as (insert into ledger_postings (id, kind, key, day) values (gen_random_uuid(),"
                 " 'SHARE_RETURNED', $1, $2) returning id) insert into ledger_entries select id, a.* from p,"
                 " (values ('shares:leaders', -100), ('channel:wechat', 100)) as a",
                 db_text(id), db_text(day));
    return id;
}

static void what_merchants_give_back_is_compared_too(void **state)
{
    struct seat ann = paid_seat();
    const char *day, *split, *right, *missing, *dearer, *unbooked;

    (void)state;
    day = two_days_pass();
    both_pay(&ann, 990);
    split = shared_out(&ann, day, 1);
    flow_moves("分账", false, split, "30000000000001", 200);
    right = given_back(split, day, true);
    missing = given_back(split, day, true);
    dearer = given_back(split, day, true);
    unbooked = given_back(split, day, false);
    flow_moves("分账回退", true, right, arena_printf(&shop.clerk.arena, "wxb-%s", right), 100);
    flow_moves("分账回退", true, dearer, arena_printf(&shop.clerk.arena, "wxb-%s", dearer), 101);
    flow_moves("分账回退", true, unbooked, arena_printf(&shop.clerk.arena, "wxb-%s", unbooked), 100);
    flow_moves("分账回退", true, "0123456789abcdef0123456789abcdef", "wxb-0", 100);
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_BILL_MISSING, missing, "FLOW"), 1);
    assert_int_equal(cases(CASE_BILL_AMOUNT, dearer, "FLOW"), 1);
    assert_int_equal(cases(CASE_BILL_UNKNOWN, "0123456789abcdef0123456789abcdef", "FLOW"), 1);
    assert_int_equal(cases(CASE_LEDGER_DIFFERS, unbooked, "LEDGER"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 4);
    test_sql(shop.db, "delete from share_returns");
    test_sql(shop.db, "delete from payouts");
    test_sql(shop.db, "delete from sharings");
}

static void days_that_wechat_has_forgotten_hold_nothing_up(void **state)
{
    (void)state;
    test_sql(shop.db, "delete from bill_days");
    test_sql(shop.db, "insert into bill_days (day, id) values ((now() at time zone 'Asia/Shanghai')::date - 95,"
                      " gen_random_uuid())");
    for (int i = 0; i < 3; i++)
        assert_ok(reconcile());
    assert_int_equal(test_sql_int(shop.db, "select count(*) from bill_days where state = 'LOST'"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases where reason = 'BILL_MISSING' and"
                                           " subject = day::text"),
                     1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from bill_days where state = 'DONE'"), 3);
}

static void a_refund_is_looked_for_in_the_days_before(void **state)
{
    struct seat ann = paid_seat(), bob = paid_seat();
    const char *of_ann, *of_bob, *day;

    (void)state;
    expire(&ann);
    expire(&bob);
    of_ann = refund_of(&ann);
    of_bob = refund_of(&bob);
    assert_refunded(&ann);
    day = two_days_pass();
    both_pay(&ann, 990);
    both_pay(&bob, 990);
    /* Ann's stood in the bill of the day before, under way; Bob's is done at WeChat, and we do not know it. */
    for (int i = 0; i < 2; i++)
        test_sql(shop.db,
                 "insert into bill_rows (day, bill, line, kind, subject, wechat_number, amount_fen, state) values"
                 " ($1::date - 1, $2, 2, 'REFUND', $3, '', -990, 'PROCESSING')",
                 db_text(day), db_text(i ? "FLOW" : "TRADE"), db_text(of_ann));
    trade_refunds(bob.order, of_bob, "SUCCESS", 990);
    flow_moves("退款", false, of_bob, arena_printf(&shop.clerk.arena, "wxr-%s", of_bob), 984);
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_BILL_STATE, of_bob, "FLOW,TRADE"), 1);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases"), 1);
    assert_refunded(&bob);
}

static void a_day_without_a_bill_is_fine_when_nothing_moved(void **state)
{
    const char *day = two_days_pass();
    struct seat ann;

    (void)state;
    assert_ok(reconcile());
    assert_int_equal(of_day("differences", day), 0);
    test_sql(shop.db, "delete from bills");
    test_sql(shop.db, "delete from bill_days where day >= $1::date", db_text(day));
    ann = paid_seat();
    day = two_days_pass();
    assert_ok(reconcile());
    assert_int_equal(of_day("differences", day), 1);
    assert_int_equal(cases(CASE_BILL_MISSING, ann.order, "FLOW,TRADE"), 1);
}

static void a_long_bill_is_read_on_where_it_stopped(void **state)
{
    const char *day = two_days_pass();
    char number[40];

    (void)state;
    for (int i = 0; i < 3 * BILL_ROWS_AT_ONCE + 7; i++) {
        snprintf(number, sizeof number, "G%d", i);
        trade_pays(number, number, 100);
    }
    bills->trade_is_cut = true;
    assert_false(ok(reconcile()));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from bill_rows"), 2 * BILL_ROWS_AT_ONCE);
    bills->trade_is_cut = false;
    assert_ok(reconcile());
    assert_int_equal(test_sql_int(shop.db, "select count(*) from bill_rows"), bills->trade_rows);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from payment_cases where reason = 'BILL_UNKNOWN'"),
                     bills->trade_rows);
    assert_int_equal(of_day("differences", day), bills->trade_rows);
}

static void a_bill_that_changed_is_read_anew(void **state)
{
    const char *day = two_days_pass();

    (void)state;
    trade_pays("G1", "4200", 100);
    test_sql(shop.db, "insert into bill_days (day, id) values ($1::date, gen_random_uuid())", db_text(day));
    test_sql(shop.db,
             "insert into bill_rows (day, bill, line, kind, subject, wechat_number, amount_fen, state) values"
             " ($1::date, 'TRADE', 99, 'PAYMENT', 'OLD', '', 1, 'SUCCESS')",
             db_text(day));
    test_sql(shop.db,
             "insert into bill_rows (day, bill, line, kind, subject, wechat_number, amount_fen, state) values"
             " ($1::date, 'TRADE', 98, 'PAYMENT', 'OLDER', '', 1, 'SUCCESS')",
             db_text(day));
    assert_fails(reconcile(), CONFLICT);
    assert_ok(reconcile());
    assert_int_equal(cases(CASE_BILL_UNKNOWN, "G1", "TRADE"), 1);
    assert_int_equal(of_day("differences", day), 1);
}

static Gb__ListBillDaysResponse *list_days(const char *user, const char *token, struct status *ret_status)
{
    Gb__ListBillDaysRequest in = GB__LIST_BILL_DAYS_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);
    Gb__ListBillDaysResponse *out = message_new(&shop.clerk.arena, &gb__list_bill_days_response__descriptor);

    in.page_size = 1;
    in.page_token = token;
    assert_ok(call_begin(call));
    *ret_status = clerk_end(&shop.clerk, groupbuy_list_bill_days(call, &in, out));
    return out;
}

static void days_and_their_cases_are_listed(void **state)
{
    const char *day = two_days_pass();
    Gb__ListBillCasesRequest in = GB__LIST_BILL_CASES_REQUEST__INIT;
    Gb__ListBillCasesResponse cases_of = GB__LIST_BILL_CASES_RESPONSE__INIT;
    Gb__ListBillDaysResponse *days;
    struct status status;
    struct call *call;

    (void)state;
    trade_pays("G1", "4200", 100);
    assert_ok(reconcile());
    list_days(user_n(&shop.clerk, 1), "", &status);
    assert_fails(status, FORBIDDEN);
    days = list_days(OPERATOR, "", &status);
    assert_ok(status);
    assert_int_equal(days->n_days, 1);
    assert_true(*days->next_page_token != 0);
    days = list_days(OPERATOR, days->next_page_token, &status);
    assert_int_equal(days->n_days, 1);
    in.day = day;
    call = clerk_call(&shop.clerk, OPERATOR);
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_list_bill_cases(call, &in, &cases_of)));
    assert_int_equal(cases_of.n_cases, 1);
    assert_string_equal(cases_of.cases[0]->day, day);
    assert_string_equal(cases_of.cases[0]->sources, "TRADE");
    assert_int_equal(cases_of.cases[0]->told_fen, 100);
}

#define DAY_TEST(name) cmocka_unit_test_setup_teardown(name, new_day, balanced)

static int up(void **state)
{
    return seats_up(state, "gb_reconcile");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DAY_TEST(a_day_that_agrees_opens_nothing),           DAY_TEST(each_difference_is_named_once),
        DAY_TEST(a_refund_is_looked_for_in_the_days_before), DAY_TEST(a_day_without_a_bill_is_fine_when_nothing_moved),
        DAY_TEST(a_long_bill_is_read_on_where_it_stopped),   DAY_TEST(a_bill_that_changed_is_read_anew),
        DAY_TEST(days_and_their_cases_are_listed),           DAY_TEST(transfers_are_compared_too),
        DAY_TEST(parts_of_a_payment_are_compared_too),       DAY_TEST(days_that_wechat_has_forgotten_hold_nothing_up),
        DAY_TEST(what_merchants_give_back_is_compared_too),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
