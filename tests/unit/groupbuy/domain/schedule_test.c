#include "groupbuy/domain/schedule.h"

#include "base/clock.h"
#include "support/check.h"

static void looks_grow_apart_until_the_time_out(void **state)
{
    const int64_t began = 1000 * US_PER_S, pay_by = began + 900 * US_PER_S;

    (void)state;
    assert_int_equal(payment_look_us(began, 0, pay_by), began + 5 * US_PER_S);
    assert_int_equal(payment_look_us(began, 1, pay_by), began + 30 * US_PER_S);
    assert_int_equal(payment_look_us(began, 2, pay_by), began + 120 * US_PER_S);
    assert_int_equal(payment_look_us(began, 4, pay_by), began + 600 * US_PER_S);
    assert_int_equal(payment_look_us(began, 5, pay_by), 0); /* after pay_by: the time-out asks */
    assert_int_equal(payment_look_us(began, 8, began + 90000 * US_PER_S), 0);
    assert_int_equal(payment_look_us(began, -1, pay_by), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(looks_grow_apart_until_the_time_out) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
