#include "groupbuy/domain/ledger.h"

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
    const fen amounts[] = { 0, 1, 990, FEN_MAX / 2 };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            struct ledger_posting paid = ledger_payment(amounts[i], amounts[j]);
            struct ledger_posting promised = ledger_refund_promised(amounts[i], amounts[j]);
            struct ledger_posting out = ledger_refund_paid(amounts[i]);

            assert_int_equal(sum(&paid), 0);
            assert_int_equal(sum(&promised), 0);
            assert_int_equal(sum(&out), 0);
        }
}

/* Paid, promised back, paid back: every account is where it was. */
static void a_whole_refund_leaves_no_trace(void **state)
{
    const struct ledger_posting all[] = { ledger_payment(990, 100), ledger_refund_promised(990, 100),
                                          ledger_refund_paid(990) };
    const char *const accounts[] = { ACCOUNT_WECHAT, ACCOUNT_DEPOSITS, ACCOUNT_REFUNDS, ACCOUNT_COUPONS };

    (void)state;
    assert_int_equal(on(&all[0], ACCOUNT_WECHAT), 990);
    assert_int_equal(on(&all[0], ACCOUNT_DEPOSITS), -1090);
    assert_int_equal(on(&all[1], ACCOUNT_REFUNDS), -990);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(on(&all[0], accounts[i]) + on(&all[1], accounts[i]) + on(&all[2], accounts[i]), 0);
}

static void nothing_moves_for_nothing(void **state)
{
    (void)state;
    assert_int_equal(ledger_payment(0, 0).count, 0);
    assert_int_equal(ledger_payment(0, 100).count, 2);
    assert_int_equal(ledger_refund_paid(0).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_posting_adds_up_to_nothing),
        cmocka_unit_test(a_whole_refund_leaves_no_trace),
        cmocka_unit_test(nothing_moves_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
