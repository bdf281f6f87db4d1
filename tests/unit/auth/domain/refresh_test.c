#include "auth/domain/refresh.h"

#include "support/check.h"

#define NOW INT64_C(1000000000000)

static void a_good_one_is_followed_by_the_next(void **state)
{
    (void)state;
    assert_int_equal(refresh_judge(&(struct refresh_state){ .expires_us = NOW + 1 }, NOW), REFRESH_ROTATE);
}

static void it_runs_out(void **state)
{
    (void)state;
    assert_int_equal(refresh_judge(&(struct refresh_state){ .expires_us = NOW }, NOW), REFRESH_ENDED);
    assert_int_equal(refresh_judge(&(struct refresh_state){ .expires_us = NOW + 1, .session_ended = true }, NOW),
                     REFRESH_ENDED);
    /* what has ended is not reuse: nothing is left to end */
    assert_int_equal(refresh_judge(&(struct refresh_state){ NOW + 1, NOW - 60 * 1000000, true }, NOW), REFRESH_ENDED);
}

static void a_spent_one_repeats_for_ten_seconds(void **state)
{
    struct refresh_state spent = { .expires_us = NOW + REFRESH_LIFE_US, .spent_us = NOW - REFRESH_GRACE_US };

    (void)state;
    assert_int_equal(refresh_judge(&spent, NOW), REFRESH_REPEAT);
    assert_int_equal(refresh_judge(&spent, NOW + 1), REFRESH_REUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_one_is_followed_by_the_next),
        cmocka_unit_test(it_runs_out),
        cmocka_unit_test(a_spent_one_repeats_for_ten_seconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
