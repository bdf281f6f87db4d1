#include "groupbuy/domain/source.h"

#include "base/clock.h"
#include "support/check.h"

#define NOW  INT64_C(1700000000000000)
#define HOUR (3600 * US_PER_S)

static struct source kept(const char *last, int64_t last_us, const char *first, int64_t first_us)
{
    struct source source = { .link_key = last,
                             .broadcast_id = "",
                             .touched_us = last_us,
                             .first_link_key = first,
                             .first_broadcast_id = "",
                             .first_touched_us = first_us };

    source_keep(&source, NOW);
    return source;
}

static void both_touches_within_a_day_stay(void **state)
{
    struct source source = kept("last", NOW - HOUR, "first", NOW - 23 * HOUR);

    (void)state;
    assert_string_equal(source.link_key, "last");
    assert_string_equal(source.first_link_key, "first");
}

static void old_and_impossible_touches_go(void **state)
{
    struct source source = kept("last", NOW - 24 * HOUR, "first", NOW - 25 * HOUR);

    (void)state;
    assert_string_equal(source.link_key, "");
    assert_string_equal(source.first_link_key, "");
    source = kept("last", NOW + HOUR, "", 0);
    assert_string_equal(source.link_key, "");
    source = kept("last", 0, "", 0);
    assert_string_equal(source.link_key, "");
    assert_int_equal(source.touched_us, 0);
}

static void the_last_is_the_first_when_there_is_no_other(void **state)
{
    struct source source = kept("last", NOW - HOUR, "", 0);

    (void)state;
    assert_string_equal(source.first_link_key, "last");
    assert_int_equal(source.first_touched_us, NOW - HOUR);
    source = kept("last", NOW - 2 * HOUR, "later", NOW - HOUR);
    assert_string_equal(source.first_link_key, "last");
}

static void a_first_touch_alone_stays(void **state)
{
    struct source source = kept("", 0, "first", NOW - HOUR);

    (void)state;
    assert_string_equal(source.link_key, "");
    assert_string_equal(source.first_link_key, "first");
}

/* Whichever way he came: a broadcast after a link is the last touch, and the link the first. */
static void a_broadcast_is_a_touch(void **state)
{
    struct source source = {
        .link_key = "", .broadcast_id = "told", .touched_us = NOW - HOUR, .first_link_key = "", .first_broadcast_id = ""
    };

    (void)state;
    source_keep(&source, NOW);
    assert_string_equal(source.broadcast_id, "told");
    assert_string_equal(source.first_broadcast_id, "told");
    source.first_link_key = "first";
    source.first_broadcast_id = "";
    source.first_touched_us = NOW - 2 * HOUR;
    source_keep(&source, NOW);
    assert_string_equal(source.broadcast_id, "told");
    assert_string_equal(source.link_key, "");
    assert_string_equal(source.first_link_key, "first");
    assert_string_equal(source.first_broadcast_id, "");
    source.touched_us = NOW - 24 * HOUR;
    source_keep(&source, NOW);
    assert_string_equal(source.broadcast_id, "");
    assert_string_equal(source.first_link_key, "first");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_touches_within_a_day_stay),
        cmocka_unit_test(old_and_impossible_touches_go),
        cmocka_unit_test(the_last_is_the_first_when_there_is_no_other),
        cmocka_unit_test(a_first_touch_alone_stays),
        cmocka_unit_test(a_broadcast_is_a_touch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
