#include "base/buf.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "support/check.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static void it_grows_and_always_ends_with_a_nul(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf, &arena, 0);
    assert_string_equal(buf.data, "");
    for (int i = 0; i < 5000; i++) {
        buf_printf(&buf, "%d,", i % 10);
        assert_int_equal(buf.data[buf.len], '\0');
    }
    assert_int_equal(buf.len, 10000);
    assert_memory_equal(buf.data + 9996, "8,9,", 5);
    buf_clear(&buf);
    buf_add(&buf, "a\0b", 3);
    buf_add_str(&buf, "cd");
    buf_add_char(&buf, 'e');
    buf_add(&buf, NULL, 0);
    assert_int_equal(buf.len, 6);
    assert_memory_equal(buf.data, "a\0bcde", 7);
}

static const char *json_of(const char *text, size_t bytes)
{
    struct buf buf;

    buf_init(&buf, &arena, 0);
    buf_json_stringn(&buf, text, bytes);
    return buf.data;
}

static void json_is_escaped(void **state)
{
    struct buf buf;

    (void)state;
    assert_string_equal(json_of(NULL, 0), "null");
    assert_string_equal(json_of("", 0), "\"\"");
    assert_string_equal(json_of("a\"b\\c/d", 7), "\"a\\\"b\\\\c/d\"");
    assert_string_equal(json_of("\b\f\n\r\t", 5), "\"\\b\\f\\n\\r\\t\"");
    assert_string_equal(json_of("\0\x01\x1f\x7f", 4), "\"\\u0000\\u0001\\u001f\x7f\"");
    assert_string_equal(json_of("邻里", 6), "\"邻里\"");
    assert_string_equal(json_of("x\xFFy\xE9\x82z\xED\xA0\x80", 9), "\"x\uFFFDy\uFFFD\uFFFDz\uFFFD\uFFFD\uFFFD\"");
    buf_init(&buf, &arena, 0);
    buf_json_string(&buf, NULL);
    buf_json_string(&buf, "ok");
    buf_json_int(&buf, INT64_MIN);
    assert_string_equal(buf.data, "null\"ok\"-9223372036854775808");
}

/* Whatever the bytes, a strict parser reads them; what was UTF-8 comes back as it was. */
static void any_bytes_make_json_that_parses(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < 5000; round++) {
        char bytes[24];
        size_t length = (size_t)rand() % sizeof(bytes);
        bool ascii = round % 2;
        json_t *parsed;

        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)(rand() % (ascii ? 128 : 256));
        parsed = json_loads(json_of(bytes, length), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_true(json_is_string(parsed));
        if (ascii) {
            assert_int_equal(json_string_length(parsed), length);
            assert_memory_equal(json_string_value(parsed), bytes, length);
        }
        json_decref(parsed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_grows_and_always_ends_with_a_nul, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_is_escaped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_bytes_make_json_that_parses, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
