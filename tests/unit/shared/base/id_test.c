#include "base/id.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/check.h"

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void ids_are_uuid7_of_now(void **state)
{
    int64_t before_ms = clock_unix_ms();
    struct id id = id_new();
    int64_t after_ms = clock_unix_ms(), ms;
    char digits[13] = { 0 };

    (void)state;
    assert_true(id_valid(id.text));
    memcpy(digits, id.text, 12);
    ms = strtoll(digits, NULL, 16);
    assert_in_range(ms, before_ms, after_ms);
    assert_int_equal(id.text[12], '7');
    assert_non_null(strchr("89ab", id.text[16]));
}

static void ids_differ_and_come_in_order(void **state)
{
    enum { COUNT = 20000 };
    struct id *ids = calloc(COUNT, sizeof(*ids));
    int steps_back = 0;

    (void)state;
    for (int i = 0; i < COUNT; i++)
        ids[i] = id_new();
    for (int i = 1; i < COUNT; i++)
        steps_back += memcmp(ids[i - 1].text, ids[i].text, 15) > 0;
    assert_int_equal(steps_back, 0);
    qsort(ids, COUNT, sizeof(*ids), compare);
    for (int i = 1; i < COUNT; i++)
        assert_string_not_equal(ids[i - 1].text, ids[i].text);
    free(ids);
}

static void only_32_lower_hex_digits_are_an_id(void **state)
{
    (void)state;
    assert_true(id_valid("0192e4a4f0b27a3c8f1d2e3c4b5a6978"));
    assert_false(id_valid(""));
    assert_false(id_valid("0192e4a4f0b27a3c8f1d2e3c4b5a697"));
    assert_false(id_valid("0192e4a4f0b27a3c8f1d2e3c4b5a69780"));
    assert_false(id_valid("0192E4a4f0b27a3c8f1d2e3c4b5a6978"));
    assert_false(id_valid("0192g4a4f0b27a3c8f1d2e3c4b5a6978"));
    assert_false(id_valid("0192e4a4-f0b2-7a3c-8f1d-2e3c4b5a6978"));
}

static void uuids_become_ids(void **state)
{
    static const char *const bad[] = {
        "",
        "0192e4a4",
        "0192e4a4-f0b2-7a3c-8f1d-2e3c4b5a697",
        "0192e4a4-f0b2-7a3c-8f1d-2e3c4b5a69789",
        "0192e4a4-f0b2-7a3c-8f1d2-e3c4b5a6978",
        "0192e4a4-f0b2-7a3c-8f1d-2e3c4b5a697z",
        "-192e4a4-f0b2-7a3c-8f1d-2e3c4b5a6978",
        "{192e4a4-f0b2-7a3c-8f1d-2e3c4b5a697}",
    };
    struct id id;

    (void)state;
    assert_true(id_from_uuid("0192e4a4-f0b2-7a3c-8f1d-2e3c4b5a6978", &id));
    assert_string_equal(id.text, "0192e4a4f0b27a3c8f1d2e3c4b5a6978");
    assert_true(id_from_uuid("0192E4A4-F0B2-7A3C-8F1D-2E3C4B5A6979", &id));
    assert_string_equal(id.text, "0192e4a4f0b27a3c8f1d2e3c4b5a6979");
    assert_true(id_from_uuid("0192e4a4f0b27a3c8f1d2e3c4b5a6970", &id));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(id_from_uuid(bad[i], &id));
    assert_string_equal(id.text, "0192e4a4f0b27a3c8f1d2e3c4b5a6970");
}

/* 62 digits, 100,000 draws: the chi-squared sum with 61 degrees of freedom stays under 130 except once in a million
 * runs; `% 62` without refusing the top bytes gives several hundred. */
static void keys_use_every_digit_alike(void **state)
{
    enum { CHARS = 100000 };
    char *text = malloc(CHARS + 1);
    double counts[128] = { 0 }, expected = CHARS / 62.0, sum = 0;

    (void)state;
    key_new(text, CHARS);
    assert_int_equal(strlen(text), CHARS);
    for (int i = 0; i < CHARS; i++)
        counts[(unsigned char)text[i]]++;
    for (int c = 0; c < 128; c++) {
        bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        if (digit)
            sum += (counts[c] - expected) * (counts[c] - expected) / expected;
        else
            assert_true(counts[c] == 0);
    }
    assert_true(sum < 130);
    key_new(text, 0);
    assert_string_equal(text, "");
    free(text);
}

static void a_moments_floor_is_between_the_ids_before_and_after(void **state)
{
    struct arena arena;
    struct id before = id_new(), after;
    const char *floor;

    (void)state;
    arena_init(&arena, 4096);
    while (memcmp(id_new().text, before.text, 12) == 0)
        continue; /* into the next millisecond */
    floor = id_floor(&arena, clock_unix_ms());
    after = id_new();
    assert_true(id_valid(floor));
    assert_true(strcmp(before.text, floor) < 0);
    assert_true(strcmp(floor, after.text) < 0);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_uuid7_of_now),
        cmocka_unit_test(ids_differ_and_come_in_order),
        cmocka_unit_test(only_32_lower_hex_digits_are_an_id),
        cmocka_unit_test(uuids_become_ids),
        cmocka_unit_test(a_moments_floor_is_between_the_ids_before_and_after),
        cmocka_unit_test(keys_use_every_digit_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
