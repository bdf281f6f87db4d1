#include "base/json.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depth_counts_open_brackets_outside_strings),
        cmocka_unit_test(text_that_ends_in_a_string_is_not_read_beyond),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
