#include "groupbuy/domain/delivery.h"

#include "groupbuy/domain/reasons.h"
#include "support/check.h"

static const struct delivery_zone zones[] = {
    { .region_prefix = "", .base_fen = 1200, .base_g = 1000, .step_fen = 300, .step_g = 500, .free_from_fen = 9900 },
    { .region_prefix = "53", .base_fen = 600, .base_g = 1000, .step_fen = 100, .step_g = 1000 },
    { .region_prefix = "5301", .base_fen = 500 },
    { .region_prefix = "54", .excluded = true },
};

static fen fee(const char *region, fen goods, int64_t weight_g)
{
    fen answer = -1;

    assert_ok(delivery_fee(zones, 4, region, goods, weight_g, &answer));
    return answer;
}

static void the_longest_prefix_decides(void **state)
{
    (void)state;
    assert_int_equal(fee("530102", 100, 90000), 500); /* flat */
    assert_int_equal(fee("532300", 100, 1000), 600);
    assert_int_equal(fee("440106", 100, 1000), 1200);
}

static void steps_that_are_begun_count(void **state)
{
    (void)state;
    assert_int_equal(fee("532300", 100, 1001), 700);
    assert_int_equal(fee("532300", 100, 2000), 700);
    assert_int_equal(fee("532300", 100, 2001), 800);
    assert_int_equal(fee("440106", 100, 0), 1200);
    assert_int_equal(fee("440106", 100, 1501), 1800);
}

static void free_from_an_amount(void **state)
{
    (void)state;
    assert_int_equal(fee("440106", 9899, 1000), 1200);
    assert_int_equal(fee("440106", 9900, 50000), 0);
    assert_int_equal(fee("532300", 1000000, 1000), 600); /* never there */
}

static void some_regions_are_not_served(void **state)
{
    fen answer;

    (void)state;
    assert_fails(delivery_fee(zones, 4, "540102", 100, 1, &answer), NOT_DELIVERED_THERE);
    assert_fails(delivery_fee(zones + 1, 3, "440106", 100, 1, &answer), NOT_DELIVERED_THERE);
    assert_fails(delivery_fee(NULL, 0, "440106", 100, 1, &answer), NOT_DELIVERED_THERE);
}

static void a_fee_beyond_money_is_refused(void **state)
{
    const struct delivery_zone dear = { .region_prefix = "", .base_g = 1, .step_fen = 1000000, .step_g = 1 };
    fen answer;

    (void)state;
    assert_fails(delivery_fee(&dear, 1, "440106", 100, INT64_C(1000000000000), &answer), AMOUNT_OVERFLOW);
}

static void every_fault_of_a_rule_is_named(void **state)
{
    const struct delivery_zone faulty[] = {
        { .region_prefix = "53", .base_fen = 1, .step_fen = 5 },
        { .region_prefix = "53", .base_fen = 1 },
        { .region_prefix = "54", .excluded = true, .base_fen = 1 },
        { .region_prefix = "55", .step_fen = 5, .step_g = 5 },
    };
    struct status status = delivery_zones_check(faulty, 4);

    (void)state;
    assert_fails(status, FIELDS_INVALID);
    assert_int_equal(status.violations->count, 4);
    assert_ok(delivery_zones_check(zones, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_prefix_decides),    cmocka_unit_test(steps_that_are_begun_count),
        cmocka_unit_test(free_from_an_amount),           cmocka_unit_test(some_regions_are_not_served),
        cmocka_unit_test(a_fee_beyond_money_is_refused), cmocka_unit_test(every_fault_of_a_rule_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
