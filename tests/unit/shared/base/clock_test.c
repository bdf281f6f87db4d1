#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/check.h"

static int64_t parse(const char *text)
{
    int64_t unix_us;

    if (time_parse_rfc3339(text, strlen(text), &unix_us) != 0)
        fail_msg("%s was refused", text);
    return unix_us;
}

static void known_instants_are_written(void **state)
{
    char text[TIME_RFC3339_BYTES];

    (void)state;
    assert_string_equal(time_format_rfc3339(0, text), "1970-01-01T00:00:00Z");
    assert_string_equal(time_format_rfc3339(INT64_C(1795300200123456), text), "2026-11-21T22:30:00.123456Z");
    assert_string_equal(time_format_rfc3339(INT64_C(1795300200123000), text), "2026-11-21T22:30:00.123Z");
    assert_string_equal(time_format_rfc3339(INT64_C(1795300200000001), text), "2026-11-21T22:30:00.000001Z");
    assert_string_equal(time_format_rfc3339(-1, text), "1969-12-31T23:59:59.999999Z");
    assert_string_equal(time_format_rfc3339(INT64_C(951782400000000), text), "2000-02-29T00:00:00Z");
    assert_string_equal(time_format_rfc3339(INT64_MAX, text), "9999-12-31T23:59:59.999999Z");
    assert_string_equal(time_format_rfc3339(INT64_MIN, text), "0001-01-01T00:00:00Z");
}

static void every_spelling_of_an_instant_is_read(void **state)
{
    static const char *const spellings[] = {
        "2026-11-21T22:30:00.123456Z",      "2026-11-21t22:30:00.123456z",      "2026-11-21 22:30:00.123456+00",
        "2026-11-21 22:30:00.123456+00:00", "2026-11-22T06:30:00.123456+08:00", "2026-11-21T18:00:00.123456-04:30",
        "2026-11-21T22:30:00.123456789Z",   "2026-11-22 06:30:00.123456+08",    "2026-11-21T22:30:00.123456-00:00",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
        assert_int_equal(parse(spellings[i]), INT64_C(1795300200123456));
    assert_int_equal(parse("1970-01-01T00:00:00.5Z"), 500000);
    assert_int_equal(parse("1970-01-01T00:00:00.000001Z"), 1);
    assert_int_equal(parse("1969-12-31T23:59:59.999999Z"), -1);
    assert_int_equal(parse("2016-12-31T23:59:60Z"), parse("2017-01-01T00:00:00Z"));
    assert_int_equal(parse("2017-01-01T07:59:60+08:00"), parse("2017-01-01T00:00:00Z"));
    assert_int_equal(parse("2000-02-29T00:00:00Z"), INT64_C(951782400000000));
}

static void anything_else_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "2026",
        "2026-11-21",
        "2026-11-21T22:30:00",
        "2026-11-21T22:30Z",
        "2026-11-21T22:30:00.Z",
        "2026-11-21T22:30:00Z ",
        " 2026-11-21T22:30:00Z",
        "2026-11-21T22:30:00+8:00",
        "2026-11-21T22:30:00+0800",
        "2026-11-21T22:30:00+08:",
        "2026-11-21T22:30:00+08:60",
        "2026-11-21T22:30:00+24:00",
        "2026-11-21T22:30:00+",
        "2026-11-21T22:30:00-08:00Z",
        "2026-13-21T22:30:00Z",
        "2026-00-21T22:30:00Z",
        "2026-11-31T22:30:00Z",
        "2026-11-00T22:30:00Z",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T22:60:00Z",
        "2026-11-21T22:30:61Z",
        "2026-11-21T22:30:60Z",
        "2026/11/21T22:30:00Z",
        "2026-11-21_22:30:00Z",
        "+026-11-21T22:30:00Z",
        "2026-11-21T22:30:00.-1Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "infinity",
    };
    int64_t unix_us = 42;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (time_parse_rfc3339(bad[i], strlen(bad[i]), &unix_us) != -1)
            fail_msg("%s passed", bad[i]);
    assert_int_equal(time_parse_rfc3339("2026-11-21T22:30:00Z", 19, &unix_us), -1);
    assert_int_equal(unix_us, 42);
}

static int64_t random_us(void)
{
    const int64_t seconds_max = INT64_C(253402300800), seconds_min = INT64_C(-62135596800);
    uint64_t wide = (uint64_t)rand() << 31 | (uint64_t)rand();

    return (seconds_min + (int64_t)(wide % (uint64_t)(seconds_max - seconds_min))) * US_PER_S + rand() % 1000000;
}

static void round_trips_agree_with_libc(void **state)
{
    (void)state;
    srand(42);
    for (int i = 0; i < 20000; i++) {
        int64_t us = random_us() / (i % 3 == 0 ? US_PER_S : 1) * (i % 3 == 0 ? US_PER_S : 1);
        char text[TIME_RFC3339_BYTES], date[80];
        time_t second = us / US_PER_S - (us % US_PER_S < 0);
        struct tm tm;

        time_format_rfc3339(us, text);
        assert_int_equal(parse(text), us);
        gmtime_r(&second, &tm);
        snprintf(date, sizeof(date), "%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                 tm.tm_hour, tm.tm_min, tm.tm_sec);
        assert_memory_equal(text, date, 19);
    }
}

static void every_day_of_400_years_follows_the_last(void **state)
{
    char text[TIME_RFC3339_BYTES];

    (void)state;
    for (int64_t day = -110000; day < 50000; day++) {
        time_format_rfc3339(day * 86400 * US_PER_S, text);
        assert_int_equal(parse(text), day * 86400 * US_PER_S);
    }
}

static void clocks_run(void **state)
{
    int64_t mono_us = clock_mono_us(), wall_ms = clock_unix_ms();

    (void)state;
    clock_sleep_ms(20);
    assert_in_range(clock_mono_us() - mono_us, 20000, 5000000);
    assert_true(clock_unix_ms() - wall_ms >= 15);
    assert_true(clock_unix_us() / US_PER_S - time(NULL) <= 1);
    clock_sleep_ms(0);
    clock_sleep_ms(-5);
}

static void the_house_s_clock_is_this_machine_s_until_it_is_moved(void **state)
{
    (void)state;
    assert_in_range(clock_house_ms() - clock_unix_ms() + 1000, 995, 1005);
    clock_move_house(86400000);
    assert_in_range(clock_house_ms() - clock_unix_ms(), 86399995, 86400005);
    clock_move_house(0);
    assert_in_range(clock_house_ms() - clock_unix_ms() + 1000, 995, 1005);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_instants_are_written),
        cmocka_unit_test(every_spelling_of_an_instant_is_read),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(round_trips_agree_with_libc),
        cmocka_unit_test(every_day_of_400_years_follows_the_last),
        cmocka_unit_test(clocks_run),
        cmocka_unit_test(the_house_s_clock_is_this_machine_s_until_it_is_moved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
