/* Whom one asks for which messages: what runs low, the emptiest first, of equals the most valuable, three at most. */
#include "notifications/domain/moments.h"

#include "support/check.h"

static void assert_chosen(struct ask_offer *offers, size_t count, const char *wanted)
{
    size_t chosen = moment_choose(offers, count);

    assert_int_equal(chosen, strlen(wanted));
    for (size_t i = 0; i < chosen; i++)
        assert_int_equal(offers[i].template_id[0], wanted[i]);
}

static void the_emptiest_is_asked_for_first_of_equals_the_most_valuable(void **state)
{
    struct ask_offer offers[] = { { "a", ORDER_READY, 1 }, { "b", ORDER_SHIPPED, 0 }, { "c", REFUND_DONE, 0 } };

    (void)state;
    assert_chosen(offers, 3, "bca");
}

static void who_has_enough_is_not_asked(void **state)
{
    struct ask_offer offers[] = { { "a", ORDER_READY, 2 }, { "b", ORDER_SHIPPED, 1 }, { "c", REFUND_DONE, 9 } };

    (void)state;
    assert_chosen(offers, 3, "b");
    offers[0].credits = 2;
    assert_chosen(offers, 1, "");
}

static void three_at_most_and_none_twice(void **state)
{
    struct ask_offer four[] = { { "a", NOTICE, 1 }, { "b", NOTICE, 0 }, { "c", NOTICE, 0 }, { "d", NOTICE, 0 } };
    struct ask_offer same[] = { { "a", NOTICE, 0 }, { "a", NOTICE, 0 }, { "b", REFUND_DONE, 0 } };

    (void)state;
    assert_chosen(four, 4, "bcd");
    assert_chosen(same, 3, "ab");
}

static void each_moment_has_its_kinds_and_nothing_else_has(void **state)
{
    size_t count;

    (void)state;
    for (int moment = ASK_AFTER_PAYING; moment <= ASK_AFTER_PUBLISHING; moment++) {
        assert_non_null(moment_kinds((enum ask_moment)moment, &count));
        assert_in_range(count, 1, ASK_KINDS_MAX);
    }
    moment_kinds((enum ask_moment)(ASK_AFTER_PUBLISHING + 1), &count);
    assert_int_equal(count, 0);
    moment_kinds(ASK_NEVER, &count);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_emptiest_is_asked_for_first_of_equals_the_most_valuable),
        cmocka_unit_test(who_has_enough_is_not_asked),
        cmocka_unit_test(three_at_most_and_none_twice),
        cmocka_unit_test(each_moment_has_its_kinds_and_nothing_else_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
