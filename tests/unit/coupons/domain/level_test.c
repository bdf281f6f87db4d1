#include "coupons/domain/level.h"

#include "support/check.h"

static const struct level_set set = {
    .version = 3,
    .decay_percent = 50,
    .levels = { { .name = "铜卡", .threshold = 100, .keep = 40 },
                { .name = "银卡", .threshold = 500, .keep = 200 },
                { .name = "金卡", .threshold = 2000 } },
    .count = 3,
};

#define NOW INT64_C(1000000000000)

static struct member member_with(int64_t growth)
{
    struct member member = { .user_id = "ann", .growth = growth };

    member_settle(&member, &set, NOW);
    return member;
}

static void a_level_is_what_the_growth_says(void **state)
{
    const struct level_set none = { 0 };

    (void)state;
    assert_int_equal(level_at(&set, 0), 0);
    assert_int_equal(level_at(&set, 99), 0);
    assert_int_equal(level_at(&set, 100), 1);
    assert_int_equal(level_at(&set, 1999), 2);
    assert_int_equal(level_at(&set, INT64_MAX), 3);
    assert_int_equal(level_at(&none, INT64_MAX), 0);
    assert_null(level_numbered(&set, 0));
    assert_string_equal(level_numbered(&set, 3)->name, "金卡");
    assert_null(level_numbered(&set, 4));
}

static void every_fault_of_levels_is_named(void **state)
{
    const struct level_set bad = {
        .levels = { { .name = "银卡", .threshold = 100, .keep = 1 },
                    { .name = "银卡", .threshold = 100 },
                    { .name = "金卡", .threshold = 99 } },
        .count = 3,
    };
    struct status refused;

    (void)state;
    assert_ok(level_set_check(&set));
    refused = level_set_check(&bad);
    assert_fails(refused, FIELDS_INVALID);
    assert_int_equal(refused.violations->count, 4);
    assert_string_equal(refused.violations->list[0].field, "levels[0].keepGrowth");
    assert_string_equal(refused.violations->list[1].field, "levels[1].threshold");
    assert_string_equal(refused.violations->list[2].field, "levels[1].name");
    assert_string_equal(refused.violations->list[3].field, "levels[2].threshold");
}

static void a_year_begins_when_a_level_is_reached(void **state)
{
    struct member member = member_with(120);

    (void)state;
    assert_int_equal(member.level, 1);
    assert_int_equal(member.year_until_us, NOW + LEVEL_YEAR_US);
    assert_int_equal(member.year_growth, 120);
    member.growth = 520;
    member_settle(&member, &set, NOW + 5);
    assert_int_equal(member.level, 2);
    assert_int_equal(member.year_until_us, NOW + 5 + LEVEL_YEAR_US);
    member.growth = 130; /* falling begins nothing */
    member_settle(&member, &set, NOW + 9);
    assert_int_equal(member.level, 1);
    assert_int_equal(member.year_until_us, NOW + 5 + LEVEL_YEAR_US);
}

/* A level more below all others makes everybody's number greater: nothing was reached, and no year begins. */
static void another_set_begins_no_year(void **state)
{
    struct member member = member_with(120);
    struct level_set finer = set;

    (void)state;
    finer.version++;
    memmove(&finer.levels[1], &set.levels[0], set.count * sizeof set.levels[0]);
    finer.count = set.count + 1;
    finer.levels[0].threshold = 1;
    member_settle(&member, &finer, NOW + 5);
    assert_int_equal(member.level, 2);
    assert_int_equal(member.year_until_us, NOW + LEVEL_YEAR_US);
    assert_int_equal(member.set_version, finer.version);
}

static void a_year_that_brought_enough_keeps_the_level(void **state)
{
    struct member member = member_with(500);
    int64_t decayed;

    (void)state;
    assert_int_equal(member_keep_missing(&member, &set), 200);
    member.growth += 199;
    assert_int_equal(member_keep_missing(&member, &set), 1);
    member.growth++;
    assert_false(member_end_year(&member, &set, NOW + LEVEL_YEAR_US - 1, &decayed));
    assert_true(member_end_year(&member, &set, NOW + LEVEL_YEAR_US, &decayed));
    assert_int_equal(decayed, 0);
    assert_int_equal(member.year_until_us, NOW + 2 * LEVEL_YEAR_US);
    assert_int_equal(member_keep_missing(&member, &set), 200); /* the next year is one of its own */
}

static void otherwise_growth_decays(void **state)
{
    struct member member = member_with(501), gold = member_with(2000);
    int64_t decayed;

    (void)state;
    assert_true(member_end_year(&member, &set, NOW + 2 * LEVEL_YEAR_US, &decayed));
    assert_int_equal(decayed, 250);
    assert_int_equal(member.growth, 251);
    assert_true(member_end_year(&member, &set, NOW + 2 * LEVEL_YEAR_US, &decayed)); /* by the level it is then */
    assert_int_equal(decayed, 125);
    assert_false(member_end_year(&member, &set, NOW + 2 * LEVEL_YEAR_US, &decayed));
    assert_true(member_end_year(&gold, &set, NOW + LEVEL_YEAR_US, &decayed)); /* kept in any case */
    assert_int_equal(decayed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_level_is_what_the_growth_says),
        cmocka_unit_test(every_fault_of_levels_is_named),
        cmocka_unit_test(a_year_begins_when_a_level_is_reached),
        cmocka_unit_test(another_set_begins_no_year),
        cmocka_unit_test(a_year_that_brought_enough_keeps_the_level),
        cmocka_unit_test(otherwise_growth_decays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
