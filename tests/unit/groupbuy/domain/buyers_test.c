#include "groupbuy/domain/buyers.h"

#include "support/check.h"

static void who_must_be_new(void **state)
{
    (void)state;
    for (int founds = 0; founds < 2; founds++) {
        assert_false(buyers_must_be_new(BUYERS_NONE, founds));
        assert_false(buyers_must_be_new(BUYERS_ANY, founds));
        assert_true(buyers_must_be_new(BUYERS_NEW, founds));
    }
    assert_true(buyers_must_be_new(BUYERS_NEW_JOINERS, false));
    assert_false(buyers_must_be_new(BUYERS_NEW_JOINERS, true));
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = BUYERS_NEW_JOINERS; i <= BUYERS_NEW; i++)
        assert_int_equal(buyers_of(buyers_name((enum buyers)i)), i);
    assert_int_equal(buyers_must_be_new(buyers_of("ANY"), false), false);
    assert_string_equal(buyers_name(BUYERS_NONE), "ANY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_must_be_new),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
