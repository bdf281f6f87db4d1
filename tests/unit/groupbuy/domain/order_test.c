#include "groupbuy/domain/order.h"

#include "support/check.h"

static void only_the_table_is_allowed(void **state)
{
    int allowed = 0;

    (void)state;
    for (int from = ORDER_NONE; from <= ORDER_COMPLETED; from++)
        for (int to = ORDER_NONE; to <= ORDER_COMPLETED; to++)
            allowed += order_may_move((enum order_status)from, (enum order_status)to);
    assert_int_equal(allowed, order_moves_count);
    assert_true(order_may_move(ORDER_PENDING_PAYMENT, ORDER_PAID));
    assert_false(order_may_move(ORDER_CANCELLED, ORDER_PAID));
    assert_false(order_may_move(ORDER_PAID, ORDER_CANCELLED));
}

static void nothing_follows_a_whole_refund(void **state)
{
    (void)state;
    for (int to = ORDER_NONE; to <= ORDER_COMPLETED; to++)
        assert_false(order_may_move(ORDER_REFUNDED, (enum order_status)to));
}

/* Every status can be reached, and from every one but the ends something follows. */
static void nothing_stands_apart(void **state)
{
    (void)state;
    for (int s = ORDER_PENDING_PAYMENT; s <= ORDER_COMPLETED; s++) {
        bool comes = false, goes = false;

        for (size_t i = 0; i < order_moves_count; i++) {
            comes = comes || (int)order_moves[i].to == s;
            goes = goes || (int)order_moves[i].from == s;
        }
        assert_true(comes);
        assert_int_equal(goes, s != ORDER_REFUNDED);
    }
}

static void freight_goes_back_before_it_is_on_its_way(void **state)
{
    (void)state;
    assert_true(order_is_here(ORDER_READY) && order_is_here(ORDER_WAITING_CUTOFF) && order_is_here(ORDER_CANCELLED));
    assert_false(order_is_here(ORDER_SHIPPED) || order_is_here(ORDER_PARTLY_FULFILLED) ||
                 order_is_here(ORDER_COMPLETED));
    assert_true(order_is_live(ORDER_SHIPPED) && order_is_live(ORDER_PAID));
    assert_false(order_is_live(ORDER_PENDING_PAYMENT) || order_is_live(ORDER_REFUNDED) ||
                 order_is_live(ORDER_CANCELLED));
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = ORDER_PENDING_PAYMENT; i <= ORDER_COMPLETED; i++)
        assert_int_equal(order_status_of(order_status_name((enum order_status)i)), i);
    for (int i = CANCEL_BY_BUYER; i <= CANCEL_ALL_SHORT; i++)
        assert_int_equal(cancel_reason_of(cancel_reason_name((enum cancel_reason)i)), i);
    for (int i = KIND_FLASH_SALE; i <= KIND_CARD; i++)
        assert_int_equal(campaign_kind_of(campaign_kind_name((enum campaign_kind)i)), i);
    for (int i = POOL_SALE; i <= POOL_NONE; i++)
        assert_int_equal(pool_of(pool_name((enum pool)i)), i);
    for (int i = DELIVERY_NONE; i <= DELIVERY_EXPRESS; i++)
        assert_int_equal(delivery_of(delivery_name((enum delivery_kind)i)), i);
    assert_int_equal(order_status_of("SENT TO THE MOON"), ORDER_NONE);
    assert_string_equal(order_status_name((enum order_status)99), "NONE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_table_is_allowed), cmocka_unit_test(nothing_follows_a_whole_refund),
        cmocka_unit_test(nothing_stands_apart),      cmocka_unit_test(freight_goes_back_before_it_is_on_its_way),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
