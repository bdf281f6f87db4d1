/* Payouts: where they may go, out of which account, to whom. */
#include "groupbuy/domain/payout.h"

#include "support/check.h"

static void what_is_settled_goes_nowhere(void **state)
{
    (void)state;
    for (int from = PAYOUT_NONE; from <= PAYOUT_DECLINED; from++)
        for (int to = PAYOUT_NONE; to <= PAYOUT_DECLINED; to++)
            if (payout_is_settled((enum payout_state)from) || to == PAYOUT_WAITING_APPROVAL)
                assert_false(payout_may_move((enum payout_state)from, (enum payout_state)to));
    assert_true(payout_may_move(PAYOUT_ASKED, PAYOUT_PAID));
    assert_true(payout_may_move(PAYOUT_SENT, PAYOUT_FAILED));
    assert_false(payout_may_move(PAYOUT_WAITING_APPROVAL, PAYOUT_SENT)); /* nothing goes out unapproved */
    assert_false(payout_may_move(PAYOUT_SENT, PAYOUT_ASKED));
}

static void names_of_states_go_both_ways(void **state)
{
    (void)state;
    for (int i = PAYOUT_WAITING_APPROVAL; i <= PAYOUT_DECLINED; i++)
        assert_int_equal(payout_state_of(payout_state_name((enum payout_state)i)), i);
    assert_int_equal(payout_way_of(payout_way_name(PAYOUT_BY_SHARING)), PAYOUT_BY_SHARING);
}

static void splits(fen leaders, fen partners, fen gross, fen of_leaders)
{
    fen first = -1, second = -1;

    assert_ok(payout_split(leaders, partners, gross, &first, &second));
    assert_int_equal(first, of_leaders);
    assert_int_equal(second, gross - of_leaders);
}

static void a_debt_of_one_account_is_netted_with_the_other(void **state)
{
    fen first, second;

    (void)state;
    splits(100, 50, 150, 100);
    splits(100, 50, 30, 30);
    splits(-20, 50, 30, 0);
    splits(100, -20, 80, 80);
    assert_fails(payout_split(-20, 50, 31, &first, &second), BAD_REQUEST);
    assert_fails(payout_split(100, 50, 0, &first, &second), BAD_REQUEST);
    assert_fails(payout_split(100, 50, -5, &first, &second), BAD_REQUEST);
}

static void an_identity_number_checks_itself(void **state)
{
    (void)state;
    assert_true(identity_valid("11010519491231002X"));
    assert_true(identity_valid("440524188001010014") == false); /* another century */
    assert_false(identity_valid("110105194912310021"));
    assert_false(identity_valid("11010519491331002X"));
    assert_false(identity_valid("11010519490032002X"));
    assert_false(identity_valid("1101051949123100"));
    assert_false(identity_valid("1101051949123100２X"));
    assert_false(identity_valid("01010519491231002X"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_settled_goes_nowhere),
        cmocka_unit_test(names_of_states_go_both_ways),
        cmocka_unit_test(a_debt_of_one_account_is_netted_with_the_other),
        cmocka_unit_test(an_identity_number_checks_itself),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
