/* Packed texts: what comes out is what went in, piece by piece. */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/gzip.h"

#define TEXT_BYTES 100000

struct taken {
    char text[TEXT_BYTES];
    size_t bytes, bytes_max, pieces;
};

static bool take(void *context, const char *piece, size_t bytes)
{
    struct taken *taken = context;

    assert_true(taken->bytes + bytes <= TEXT_BYTES);
    memcpy(taken->text + taken->bytes, piece, bytes);
    taken->bytes += bytes;
    taken->pieces++;
    return taken->bytes < taken->bytes_max;
}

static char *some_text(void)
{
    char *text = malloc(TEXT_BYTES);

    for (size_t i = 0; i < TEXT_BYTES; i++)
        text[i] = (char)('a' + i % 26 + (i / 997) % 3);
    return text;
}

static void what_is_packed_comes_out_in_pieces(void **state)
{
    char *text = some_text(), *packed;
    struct taken *taken = calloc(1, sizeof(*taken));
    size_t bytes;

    (void)state;
    taken->bytes_max = SIZE_MAX;
    packed = gzip_pack(text, TEXT_BYTES, &bytes);
    assert_true(bytes < TEXT_BYTES / 10);
    assert_true(gzip_unpack(packed, bytes, take, taken));
    assert_int_equal(taken->bytes, TEXT_BYTES);
    assert_memory_equal(taken->text, text, TEXT_BYTES);
    assert_true(taken->pieces >= 10);
    free(taken);
    free(packed);
    free(text);
}

static void who_has_enough_is_given_no_more(void **state)
{
    char *text = some_text(), *packed;
    struct taken *taken = calloc(1, sizeof(*taken));
    size_t bytes;

    (void)state;
    taken->bytes_max = 1;
    packed = gzip_pack(text, TEXT_BYTES, &bytes);
    assert_false(gzip_unpack(packed, bytes, take, taken));
    assert_int_equal(taken->pieces, 1);
    free(taken);
    free(packed);
    free(text);
}

static void half_of_it_and_other_bytes_are_refused(void **state)
{
    char *text = some_text(), *packed;
    struct taken *taken = calloc(1, sizeof(*taken));
    size_t bytes;

    (void)state;
    taken->bytes_max = SIZE_MAX;
    packed = gzip_pack(text, TEXT_BYTES, &bytes);
    assert_false(gzip_unpack(packed, bytes / 2, take, taken));
    taken->bytes = 0;
    assert_false(gzip_unpack(text, TEXT_BYTES, take, taken));
    free(taken);
    free(packed);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_packed_comes_out_in_pieces),
        cmocka_unit_test(who_has_enough_is_given_no_more),
        cmocka_unit_test(half_of_it_and_other_bytes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
