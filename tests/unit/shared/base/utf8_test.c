#include "base/utf8.h"

#include <string.h>

#include "support/check.h"

static bool valid(const char *text)
{
    return utf8_valid(text, strlen(text));
}

static void what_unicode_allows_is_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid("", 0));
    assert_true(valid("plain"));
    assert_true(valid("邻里 团购 é ß"));
    assert_true(valid("\xF0\x9F\x8D\x8E"));         /* an apple */
    assert_true(valid("\xC2\x80"));                 /* first of two bytes */
    assert_true(valid("\xDF\xBF"));                 /* last of two */
    assert_true(valid("\xE0\xA0\x80"));             /* first of three */
    assert_true(valid("\xED\x9F\xBF\xEE\x80\x80")); /* around the surrogates */
    assert_true(valid("\xEF\xBF\xBF"));             /* last of three */
    assert_true(valid("\xF0\x90\x80\x80"));         /* first of four */
    assert_true(valid("\xF4\x8F\xBF\xBF"));         /* U+10FFFF */
}

static void everything_else_is_not(void **state)
{
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC3",
        "\xC3(",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xE4\xBD",
        "\xE4(\xA0",
        "\xE4\xBD(",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF0\x9F\x8D",
        "\xF0\x9F(\x8E",
        "\xF0\x9F\x8D(",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80",
        "\xFE",
        "\xFF",
        "fine until here\xE9",
        "\xE9 from here",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (valid(bad[i]))
            fail_msg("number %zu passed", i);
    assert_false(utf8_valid("a\0b", 3));
    assert_false(utf8_valid("邻", 2));
}

/* Every sequence of up to three bytes against the table of RFC 3629, section 4, written down in another way. */
static size_t by_code_point(const unsigned char *p, size_t bytes)
{
    static const struct {
        unsigned mask, lead, min, length;
    } forms[] = { { 0x80, 0, 0, 1 }, { 0xE0, 0xC0, 0x80, 2 }, { 0xF0, 0xE0, 0x800, 3 } };

    for (size_t f = 0; f < 3; f++) {
        unsigned point = p[0] & ~forms[f].mask & 0xFFu;

        if ((p[0] & forms[f].mask) != forms[f].lead || bytes < forms[f].length)
            continue;
        for (size_t i = 1; i < forms[f].length; i++) {
            if (p[i] >> 6 != 2)
                return 0;
            point = point << 6 | (p[i] & 0x3Fu);
        }
        return point >= forms[f].min && (point < 0xD800 || point > 0xDFFF) ? forms[f].length : 0;
    }
    return 0;
}

static void a_sequence_is_what_its_code_point_says(void **state)
{
    (void)state;
    for (unsigned n = 0; n < 0xF0 << 16; n++) {
        unsigned char p[3] = { (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n };
        size_t expected = by_code_point(p, 3);

        if (utf8_sequence((char *)p, 3) != expected)
            fail_msg("%02x %02x %02x", p[0], p[1], p[2]);
        if (p[0] < 0x80)
            n |= 0xFFFF; /* what follows does not matter */
    }
}

static void length_and_prefix_count_code_points(void **state)
{
    const char *text = "a邻é\xF0\x9F\x8D\x8Ez";
    size_t bytes = strlen(text);

    (void)state;
    assert_int_equal(utf8_length("", 0), 0);
    assert_int_equal(utf8_length(text, bytes), 5);
    assert_int_equal(utf8_prefix(text, bytes, 0), 0);
    assert_int_equal(utf8_prefix(text, bytes, 1), 1);
    assert_int_equal(utf8_prefix(text, bytes, 2), 4);
    assert_int_equal(utf8_prefix(text, bytes, 3), 6);
    assert_int_equal(utf8_prefix(text, bytes, 4), 10);
    assert_int_equal(utf8_prefix(text, bytes, 5), 11);
    assert_int_equal(utf8_prefix(text, bytes, 500), 11);
    assert_int_equal(utf8_prefix("", 0, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_unicode_allows_is_valid),
        cmocka_unit_test(everything_else_is_not),
        cmocka_unit_test(a_sequence_is_what_its_code_point_says),
        cmocka_unit_test(length_and_prefix_count_code_points),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
