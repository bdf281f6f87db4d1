#include "groupbuy/domain/order.h"

#include "support/check.h"

static void only_the_table_is_allowed(void **state)
{
    int allowed = 0;

    (void)state;
    for (int from = ORDER_NONE; from <= ORDER_REFUNDED; from++)
        for (int to = ORDER_NONE; to <= ORDER_REFUNDED; to++)
            allowed += order_may_move((enum order_status)from, (enum order_status)to);
    assert_int_equal(allowed, order_moves_count);
    assert_true(order_may_move(ORDER_PENDING_PAYMENT, ORDER_PAID));
    assert_false(order_may_move(ORDER_CANCELLED, ORDER_PAID));
    assert_false(order_may_move(ORDER_PAID, ORDER_CANCELLED));
}

static void nothing_follows_a_whole_refund(void **state)
{
    (void)state;
    for (int to = ORDER_NONE; to <= ORDER_REFUNDED; to++)
        assert_false(order_may_move(ORDER_REFUNDED, (enum order_status)to));
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = ORDER_PENDING_PAYMENT; i <= ORDER_REFUNDED; i++)
        assert_int_equal(order_status_of(order_status_name((enum order_status)i)), i);
    for (int i = CANCEL_BY_BUYER; i <= CANCEL_LEFT_TEAM; i++)
        assert_int_equal(cancel_reason_of(cancel_reason_name((enum cancel_reason)i)), i);
    for (int i = KIND_FLASH_SALE; i <= KIND_TEAM_BUY; i++)
        assert_int_equal(campaign_kind_of(campaign_kind_name((enum campaign_kind)i)), i);
    assert_int_equal(order_status_of("SENT TO THE MOON"), ORDER_NONE);
    assert_string_equal(order_status_name((enum order_status)99), "NONE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_table_is_allowed),
        cmocka_unit_test(nothing_follows_a_whole_refund),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
