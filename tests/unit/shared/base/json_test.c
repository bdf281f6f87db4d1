#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support/check.h"

static size_t depth(const char *text)
{
    return json_depth(text, strlen(text));
}

static void depth_counts_open_brackets_outside_strings(void **state)
{
    char deep[2048];

    (void)state;
    assert_int_equal(depth(""), 0);
    assert_int_equal(depth("17"), 0);
    assert_int_equal(depth("{}"), 1);
    assert_int_equal(depth("[1,[2],[[3]],{\"a\":[]}]"), 3);
    assert_int_equal(depth("{\"a\":\"[[[[\"}"), 1);
    assert_int_equal(depth("{\"a\":\"\\\"[[[[\"}"), 1);
    assert_int_equal(depth("{\"a\\\\\":[[\"[\"]]}"), 3);
    assert_int_equal(depth("]]]]["), 1);
    memset(deep, '[', sizeof(deep));
    assert_int_equal(json_depth(deep, sizeof(deep)), sizeof(deep));
}

static void text_that_ends_in_a_string_is_not_read_beyond(void **state)
{
    (void)state;
    assert_int_equal(depth("{\"[["), 1);
    assert_int_equal(depth("{\"\\"), 1);
    assert_int_equal(json_depth("{\"\\\"[[[", 4), 1);
    assert_int_equal(json_depth("\"", 1), 0);
}

static void plain_text_ends_where_something_must_be_escaped(void **state)
{
    (void)state;
    assert_int_equal(json_plain("", 0), 0);
    assert_int_equal(json_plain("邻里 ok\x7F", 10), 10);
    assert_int_equal(json_plain("ab\"c", 4), 2);
    assert_int_equal(json_plain("ab\\c", 4), 2);
    assert_int_equal(json_plain("ab\nc", 4), 2);
    assert_int_equal(json_plain("ab\0c", 4), 2);
    assert_int_equal(json_plain("a\xFF", 2), 1);
    assert_int_equal(json_plain("邻里", 5), 3); /* the second is cut off */
}

static void numbers_have_their_digits(void **state)
{
    static const int64_t numbers[] = { 0, 7, -7, 10, 1234567890, INT64_MAX, INT64_MIN };
    char expected[32], text[JSON_INT_BYTES + 1];

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        text[json_int(numbers[i], text)] = '\0';
        snprintf(expected, sizeof(expected), "%" PRId64, numbers[i]);
        assert_string_equal(text, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth_counts_open_brackets_outside_strings),
        cmocka_unit_test(text_that_ends_in_a_string_is_not_read_beyond),
        cmocka_unit_test(plain_text_ends_where_something_must_be_escaped),
        cmocka_unit_test(numbers_have_their_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
