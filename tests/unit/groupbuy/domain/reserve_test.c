/* What is kept: a share of what may be claimed back, at least what open after-sales ask for, and all that is promised.
 */
#include "groupbuy/domain/reserve.h"

#include "support/check.h"

static const struct reserve_facts facts = {
    .balance = 10000, .unsettled = 3000, .claimable = 4001, .after_sales = 100, .promised = 50, .payouts = 900
};

static struct reserve reckon(int32_t share_bp, struct reserve_facts of)
{
    const struct reserve_rule rule = { .version = 1, .share_bp = share_bp };
    struct reserve reserve;

    assert_ok(reserve_reckon(&rule, &of, &reserve));
    return reserve;
}

static void a_share_of_what_may_be_claimed_is_kept(void **state)
{
    (void)state;
    assert_int_equal(reckon(500, facts).wanted, 200 + 50); /* 5 % of 4001, rounded down */
    assert_int_equal(reckon(10000, facts).wanted, 4001 + 50);
    assert_int_equal(reckon(500, facts).there, 10000 - 3000 - 900);
}

static void open_after_sales_are_kept_in_full(void **state)
{
    struct reserve_facts more = facts;

    (void)state;
    assert_int_equal(reckon(0, facts).wanted, 100 + 50);
    more.after_sales = 201;
    assert_int_equal(reckon(500, more).wanted, 201 + 50);
}

static void what_leaves_leaves_it_whole(void **state)
{
    const struct reserve one = { .wanted = 250, .there = 1000 }, less = { .wanted = 250, .there = -1 };

    (void)state;
    assert_true(reserve_allows(&one, 750));
    assert_false(reserve_allows(&one, 751));
    assert_false(reserve_allows(&less, 0));
}

/* Short below 1,000, covered from 1,100 on, whichever way it swings between. */
static void an_alarm_ends_a_tenth_above_where_it_began(void **state)
{
    struct reserve reserve = { .wanted = 1000, .there = 1000 };

    (void)state;
    assert_false(reserve_is_alarming(&reserve, false));
    assert_true(reserve_is_alarming(&reserve, true));
    reserve.there = 999;
    assert_true(reserve_is_alarming(&reserve, false));
    reserve.there = 1099;
    assert_true(reserve_is_alarming(&reserve, true));
    reserve.there = 1100;
    assert_false(reserve_is_alarming(&reserve, true));
    reserve = (struct reserve){ .wanted = 0, .there = 0 };
    assert_false(reserve_is_alarming(&reserve, true)); /* nothing is wanted any more */
    reserve.there = -1;
    assert_true(reserve_is_alarming(&reserve, false));
}

static void sums_beyond_money_are_refused(void **state)
{
    const struct reserve_rule rule = { .version = 1, .share_bp = 10000 };
    struct reserve_facts huge = facts;
    struct reserve reserve;

    (void)state;
    huge.claimable = FEN_MAX;
    assert_fails(reserve_reckon(&rule, &huge, &reserve), AMOUNT_OVERFLOW);
    huge = facts;
    huge.balance = -FEN_MAX;
    assert_fails(reserve_reckon(&rule, &huge, &reserve), AMOUNT_OVERFLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_of_what_may_be_claimed_is_kept),
        cmocka_unit_test(open_after_sales_are_kept_in_full),
        cmocka_unit_test(what_leaves_leaves_it_whole),
        cmocka_unit_test(an_alarm_ends_a_tenth_above_where_it_began),
        cmocka_unit_test(sums_beyond_money_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
