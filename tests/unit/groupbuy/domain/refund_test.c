#include "groupbuy/domain/refund.h"

#include <stdlib.h>

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
    for (int i = REFUND_FOR_TEAM_EXPIRED; i <= REFUND_FOR_CARD_ENDED; i++) {
        assert_int_equal(refund_reason_of(refund_reason_name((enum refund_reason)i)), i);
        assert_in_range(strlen(refund_reason_text((enum refund_reason)i)), 1, 80);
    }
}

/* A line is refunded in parts by chance until nothing is left: the parts add up to it, each amount of it, and none was
 * ever asked back that was not there. */
static void parts_add_up_to_the_line(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 5000; round++) {
        struct refund_line line = { .quantity = 1 + rand() % 9,
                                    .goods = rand() % 3 ? rand() % 10000 : 0,
                                    .delivery = rand() % 500,
                                    .coupon = rand() % 900,
                                    .points = rand() % 300 };
        const struct refund_share none = { 0 };

        while (!refund_takes_all(&line, &none) || line.units_before < line.quantity) {
            int32_t left = line.quantity - line.units_before;
            fen money = line.goods - line.goods_before;
            bool only_money = left > 0 && money > 1 && rand() % 4 == 0;
            struct refund_share share;

            assert_true(left > 0 || money > 0);
            if (only_money || left == 0)
                assert_ok(refund_share_of(&line, 0, left ? rand() % money : money, true, &share));
            else
                assert_ok(refund_share_of(&line, 1 + rand() % left, REFUND_BY_UNITS, true, &share));
            refund_promise(&line, &share);
        }
        assert_int_equal(line.goods_before, line.goods);
        assert_int_equal(line.delivery_before, line.delivery);
        assert_int_equal(line.coupon_before, line.coupon);
        assert_int_equal(line.points_before, line.points);
    }
}

/* By claims and whole units by chance: what goes back and what is kept is the line, and each unit is worth the same whatever
 * was claimed before, but for the fen that cannot be shared. */
static void claims_by_a_promise_leave_the_others_what_they_are_worth(void **state)
{
    (void)state;
    srand(8);
    for (int round = 0; round < 5000; round++) {
        struct refund_line line = { .quantity = 1 + rand() % 9, .goods = rand() % 10000 };
        fen kept = 0, unit = line.goods / line.quantity;

        while (line.units_before < line.quantity) {
            int32_t units = 1 + rand() % (line.quantity - line.units_before);
            int32_t percent = rand() % 2 ? 1 + rand() % 99 : 100;
            struct refund_share share;

            assert_ok(refund_claim_of(&line, units, REFUND_BY_UNITS, percent, true, &share));
            assert_in_range(share.goods + share.kept, unit * units, unit * units + line.quantity);
            assert_int_equal(share.goods, (share.goods + share.kept) * percent / 100);
            refund_promise(&line, &share);
            kept += share.kept;
        }
        assert_int_equal(line.goods_before + kept, line.goods);
    }
}

/* Nothing by a promise reaches what was kept, and neither does a unit; who gives fen of his own will does. */
static void what_was_kept_is_claimed_by_nobody(void **state)
{
    const struct refund_line line = {
        .quantity = 3, .goods = 900, .units_before = 1, .goods_before = 150, .kept_before = 150
    };
    struct refund_share share;

    (void)state;
    assert_fails(refund_claim_of(&line, 0, 601, 50, true, &share), BAD_REQUEST);
    assert_ok(refund_claim_of(&line, 0, 600, 50, true, &share));
    assert_int_equal(share.goods, 300);
    assert_ok(refund_share_of(&line, 2, REFUND_BY_UNITS, true, &share));
    assert_int_equal(share.goods, 600);
    assert_fails(refund_share_of(&line, 0, 751, true, &share), BAD_REQUEST);
    assert_ok(refund_share_of(&line, 2, 750, true, &share));
    assert_true(refund_takes_all(&line, &share));
}

static void no_more_goes_back_than_is_left(void **state)
{
    const struct refund_line line = { .quantity = 3, .goods = 900, .units_before = 1, .goods_before = 300 };
    struct refund_share share;

    (void)state;
    assert_fails(refund_share_of(&line, 3, REFUND_BY_UNITS, true, &share), BAD_REQUEST);
    assert_fails(refund_share_of(&line, -1, REFUND_BY_UNITS, true, &share), BAD_REQUEST);
    assert_fails(refund_share_of(&line, 0, 601, true, &share), BAD_REQUEST);
    assert_fails(refund_share_of(&line, 0, -5, true, &share), BAD_REQUEST);
    assert_ok(refund_share_of(&line, 2, 600, true, &share));
    assert_true(refund_takes_all(&line, &share));
}

static void a_unit_after_a_discount_is_worth_less(void **state)
{
    struct refund_line line = { .quantity = 3, .goods = 3000, .delivery = 600, .goods_before = 300 };
    struct refund_share share;

    (void)state;
    assert_ok(refund_share_of(&line, 1, REFUND_BY_UNITS, true, &share));
    assert_int_equal(share.goods, 900);
    assert_int_equal(share.delivery, 200);
    assert_ok(refund_share_of(&line, 3, REFUND_BY_UNITS, false, &share));
    assert_int_equal(share.goods, 2700);
    assert_int_equal(share.delivery, 0);
    assert_false(refund_takes_all(&line, &share));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wechat_statuses_are_understood),
        cmocka_unit_test(success_is_the_end),
        cmocka_unit_test(parts_add_up_to_the_line),
        cmocka_unit_test(claims_by_a_promise_leave_the_others_what_they_are_worth),
        cmocka_unit_test(what_was_kept_is_claimed_by_nobody),
        cmocka_unit_test(no_more_goes_back_than_is_left),
        cmocka_unit_test(a_unit_after_a_discount_is_worth_less),
        cmocka_unit_test(names_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
