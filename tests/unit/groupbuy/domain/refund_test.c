#include "groupbuy/domain/refund.h"

#include "support/check.h"

static void wechat_statuses_are_understood(void **state)
{
    (void)state;
    assert_int_equal(refund_state_of_wechat("PROCESSING"), REFUND_PROCESSING);
    assert_int_equal(refund_state_of_wechat("SUCCESS"), REFUND_SUCCESS);
    assert_int_equal(refund_state_of_wechat("CLOSED"), REFUND_ABNORMAL);
    assert_int_equal(refund_state_of_wechat("ABNORMAL"), REFUND_ABNORMAL);
    assert_int_equal(refund_state_of_wechat("SURPRISE"), REFUND_NONE);
}

static void success_is_the_end(void **state)
{
    (void)state;
    for (int to = REFUND_NONE; to <= REFUND_ABNORMAL; to++)
        assert_false(refund_may_move(REFUND_SUCCESS, (enum refund_state)to));
    assert_true(refund_may_move(REFUND_ABNORMAL, REFUND_SUCCESS)); /* paid out by hand */
    assert_false(refund_may_move(REFUND_PROCESSING, REFUND_REQUESTED));
    assert_true(refund_is_settled(REFUND_SUCCESS) && refund_is_settled(REFUND_ABNORMAL));
    assert_false(refund_is_settled(REFUND_WAITING_FUNDS) || refund_is_settled(REFUND_PROCESSING));
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = REFUND_REQUESTED; i <= REFUND_ABNORMAL; i++)
        assert_int_equal(refund_state_of(refund_state_name((enum refund_state)i)), i);
    for (int i = REFUND_FOR_TEAM_EXPIRED; i <= REFUND_FOR_LATE_PAYMENT; i++) {
        assert_int_equal(refund_reason_of(refund_reason_name((enum refund_reason)i)), i);
        assert_in_range(strlen(refund_reason_text((enum refund_reason)i)), 1, 80);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wechat_statuses_are_understood),
        cmocka_unit_test(success_is_the_end),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
