#include "groupbuy/flow/pick_up_code.h"

#include <string.h>

#include "support/check.h"

/* A point that holds as much as any ever may still has a million codes for each parcel. */
static void there_are_a_million_codes_for_each_open_parcel(void **state)
{
    int64_t codes = 1;

    (void)state;
    for (int i = 0; i < PICK_UP_CODE_DIGITS; i++)
        codes *= 10;
    assert_int_equal(codes, PICK_UP_CODES);
    assert_true(codes / POINT_PARCELS_MAX >= 1000000);
    assert_true(POINT_PARCELS_MAX >= 1000000);
}

/* Every digit at every place, none more often than chance allows: 2,000 codes, 200 of each expected. */
static void codes_are_spread_evenly(void **state)
{
    int seen[PICK_UP_CODE_DIGITS][10] = { 0 };
    char code[PICK_UP_CODE_DIGITS + 1];

    (void)state;
    for (int i = 0; i < 2000; i++) {
        pick_up_code_make(code);
        assert_int_equal(strlen(code), PICK_UP_CODE_DIGITS);
        assert_int_equal(strspn(code, "0123456789"), PICK_UP_CODE_DIGITS);
        for (int j = 0; j < PICK_UP_CODE_DIGITS; j++)
            seen[j][code[j] - '0']++;
    }
    for (int j = 0; j < PICK_UP_CODE_DIGITS; j++)
        for (int digit = 0; digit < 10; digit++)
            assert_in_range(seen[j][digit], 90, 310); /* eight deviations to either side */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_a_million_codes_for_each_open_parcel),
        cmocka_unit_test(codes_are_spread_evenly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
