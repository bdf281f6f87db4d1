#include "groupbuy/domain/ledger.h"

#include <stdio.h>

#include "support/check.h"

static fen sum(const struct ledger_posting *posting)
{
    fen total = 0;

    for (size_t i = 0; i < posting->count; i++) {
        assert_int_not_equal(posting->entries[i].amount, 0);
        total += posting->entries[i].amount;
    }
    return total;
}

static fen on(const struct ledger_posting *posting, const char *account)
{
    fen total = 0;

    for (size_t i = 0; i < posting->count; i++)
        if (strcmp(posting->entries[i].account, account) == 0)
            total += posting->entries[i].amount;
    return total;
}

static void every_posting_adds_up_to_nothing(void **state)
{
    const fen amounts[] = { 0, 1, 990, FEN_MAX / 4 };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            const struct ledger_worth worth = { amounts[i], amounts[j], amounts[3 - j] };
            const struct ledger_sale sale = { "JY1", amounts[i], amounts[j] };
            struct ledger_posting paid = ledger_payment(&worth);
            struct ledger_posting promised = ledger_refund_promised(&worth);
            struct ledger_posting out = ledger_refund_paid(amounts[i]);
            struct ledger_posting revenue = ledger_revenue(&sale, 1);
            struct ledger_posting undone = ledger_revenue_undone(&sale, 1);

            assert_int_equal(sum(&paid), 0);
            assert_int_equal(sum(&promised), 0);
            assert_int_equal(sum(&out), 0);
            assert_int_equal(sum(&revenue), 0);
            assert_int_equal(sum(&undone), 0);
        }
}

/* Paid, promised back, paid back: every account is where it was; also when it was income already. */
static void a_whole_refund_leaves_no_trace(void **state)
{
    const struct ledger_worth worth = { 990, 100, 10 };
    const struct ledger_sale sale = { "JY1", 1050, 50 };
    const struct ledger_posting all[] = { ledger_payment(&worth), ledger_revenue(&sale, 1),
                                          ledger_revenue_undone(&sale, 1), ledger_refund_promised(&worth),
                                          ledger_refund_paid(990) };
    const char *const accounts[] = { ACCOUNT_WECHAT, ACCOUNT_DEPOSITS,      ACCOUNT_REFUNDS, ACCOUNT_COUPONS,
                                     ACCOUNT_POINTS, ACCOUNT_REVENUE "JY1", ACCOUNT_DELIVERY };

    (void)state;
    assert_int_equal(on(&all[0], ACCOUNT_WECHAT), 990);
    assert_int_equal(on(&all[0], ACCOUNT_DEPOSITS), -1100);
    assert_int_equal(on(&all[1], ACCOUNT_REVENUE "JY1"), -1050);
    assert_int_equal(on(&all[3], ACCOUNT_REFUNDS), -990);
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
        fen left = 0;

        for (size_t p = 0; p < sizeof all / sizeof *all; p++)
            left += on(&all[p], accounts[i]);
        assert_int_equal(left, 0);
    }
}

static void nothing_moves_for_nothing(void **state)
{
    const struct ledger_worth nothing = { 0 }, coupon = { .coupon = 100 };

    (void)state;
    assert_int_equal(ledger_payment(&nothing).count, 0);
    assert_int_equal(ledger_payment(&coupon).count, 2);
    assert_int_equal(ledger_refund_paid(0).count, 0);
}

static void an_account_stands_once_in_a_posting(void **state)
{
    const struct ledger_sale sales[] = { { "JY1", 100, 5 }, { "JY2", 30, 0 }, { "JY1", 7, 0 } };
    struct ledger_posting posting = ledger_revenue(sales, 3);

    (void)state;
    assert_int_equal(posting.count, 4);
    assert_int_equal(on(&posting, ACCOUNT_REVENUE "JY1"), -107);
    assert_int_equal(on(&posting, ACCOUNT_REVENUE "JY2"), -30);
}

static void more_accounts_than_there_is_room_are_noticed(void **state)
{
    struct ledger_posting posting = { .kind = "MANY" };
    char account[16];

    (void)state;
    for (int i = 0; i < LEDGER_ENTRIES_MAX + 1; i++) {
        snprintf(account, sizeof account, "a%d", i);
        ledger_add(&posting, account, 1);
    }
    assert_int_equal(posting.count, LEDGER_ENTRIES_MAX + 1);
    ledger_add(&posting, "a0", 1);
    assert_int_equal(posting.count, LEDGER_ENTRIES_MAX + 1);
}

/* What is promised is out, and WeChat has what it had. */
static void what_is_paid_by_hand_leaves_wechat_alone(void **state)
{
    struct ledger_posting posting = ledger_refund_paid_by_hand(990);

    (void)state;
    assert_string_equal(posting.kind, ledger_refund_paid(990).kind);
    assert_int_equal(sum(&posting), 0);
    assert_int_equal(on(&posting, ACCOUNT_REFUNDS), 990);
    assert_int_equal(on(&posting, ACCOUNT_BY_HAND), -990);
    assert_int_equal(on(&posting, ACCOUNT_WECHAT), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_posting_adds_up_to_nothing),
        cmocka_unit_test(a_whole_refund_leaves_no_trace),
        cmocka_unit_test(what_is_paid_by_hand_leaves_wechat_alone),
        cmocka_unit_test(nothing_moves_for_nothing),
        cmocka_unit_test(an_account_stands_once_in_a_posting),
        cmocka_unit_test(more_accounts_than_there_is_room_are_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
