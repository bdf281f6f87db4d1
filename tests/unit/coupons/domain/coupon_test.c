#include "coupons/domain/coupon.h"

#include "coupons/domain/reasons.h"
#include "support/check.h"

static void a_coupon_whose_time_ran_out_is_expired(void **state)
{
    struct coupon coupon = { .id = "c", .state = COUPON_FREE, .expires_us = 100 };

    (void)state;
    assert_ok(coupon_usable(&coupon, 99));
    assert_fails(coupon_usable(&coupon, 100), COUPON_NOT_USABLE);
    assert_int_equal(coupon_shown_state(&coupon, 100), COUPON_EXPIRED);
    coupon.state = COUPON_BOUND; /* an order under way keeps it */
    assert_int_equal(coupon_shown_state(&coupon, 100), COUPON_BOUND);
    assert_fails(coupon_usable(&coupon, 50), COUPON_NOT_USABLE);
    coupon.state = COUPON_USED;
    assert_fails(coupon_usable(&coupon, 50), COUPON_NOT_USABLE);
}

static void every_event_may_repeat(void **state)
{
    (void)state;
    for (int lock = LOCK_NONE; lock <= LOCK_RETURNED; lock++) {
        for (int event = ORDER_CONSUMES; event <= ORDER_RETURNS; event++) {
            enum lock_state once = lock_next((enum lock_state)lock, (enum lock_event)event);
            assert_int_equal(lock_next(once, (enum lock_event)event), once);
        }
    }
}

static void what_came_back_stays_back(void **state)
{
    (void)state;
    assert_int_equal(lock_next(LOCK_NONE, ORDER_RELEASES), LOCK_RELEASED);
    assert_int_equal(lock_next(LOCK_RELEASED, ORDER_CONSUMES), LOCK_RELEASED);
    assert_int_equal(lock_next(LOCK_CONSUMED, ORDER_RELEASES), LOCK_CONSUMED);
    assert_int_equal(lock_next(LOCK_CONSUMED, ORDER_RETURNS), LOCK_RETURNED);
    assert_int_equal(lock_next(LOCK_RETURNED, ORDER_CONSUMES), LOCK_RETURNED);
    assert_int_equal(coupon_state_for(LOCK_RETURNED), COUPON_FREE);
    assert_int_equal(coupon_state_for(LOCK_CONSUMED), COUPON_USED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_coupon_whose_time_ran_out_is_expired),
        cmocka_unit_test(every_event_may_repeat),
        cmocka_unit_test(what_came_back_stays_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
