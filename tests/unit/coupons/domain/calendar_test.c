#include "coupons/domain/calendar.h"

#include "support/check.h"

#define AT(text_s) (INT64_C(text_s) * 1000000)

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void a_day_begins_when_it_does_in_china(void **state)
{
    (void)state;
    assert_string_equal(day_text(&arena, day_of(AT(1795276799))), "2026-11-21"); /* 23:59:59 there */
    assert_string_equal(day_text(&arena, day_of(AT(1795276800))), "2026-11-22");
}

static void a_month_has_its_days(void **state)
{
    int64_t first, after;

    (void)state;
    month_days("2028-02", 0, &first, &after);
    assert_int_equal(after - first, 29);
    month_days("2026-12", 0, &first, &after);
    assert_string_equal(day_text(&arena, first), "2026-12-01");
    assert_string_equal(day_text(&arena, after), "2027-01-01");
    month_days("", day_of(AT(1795276800)), &first, &after);
    assert_string_equal(day_text(&arena, first), "2026-11-01");
}

static void the_latest_month_is_the_one_whose_moment_has_come(void **state)
{
    int november = month_of(AT(1795276800));

    (void)state;
    assert_string_equal(month_text(&arena, november), "2026-11");
    assert_int_equal(month_moment_us(november, 22, 0), AT(1795276800));
    assert_int_equal(month_latest(AT(1795276800), 22, 0), november);
    assert_int_equal(month_latest(AT(1795276799), 22, 0), november - 1);
    assert_int_equal(month_latest(AT(1795276800), 22, 1), november - 1);
    assert_string_equal(month_text(&arena, november + 2), "2027-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_begins_when_it_does_in_china),
        cmocka_unit_test(a_month_has_its_days),
        cmocka_unit_test(the_latest_month_is_the_one_whose_moment_has_come),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
