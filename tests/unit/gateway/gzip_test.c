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

static struct {
    char *text, *packed;
    size_t packed_bytes;
    struct taken *taken;
} it;

static int up(void **state)
{
    (void)state;
    it.text = malloc(TEXT_BYTES);
    for (size_t i = 0; i < TEXT_BYTES; i++)
        it.text[i] = (char)('a' + i % 26 + (i / 997) % 3);
    it.packed = gzip_pack(it.text, TEXT_BYTES, &it.packed_bytes);
    it.taken = calloc(1, sizeof(*it.taken));
    it.taken->bytes_max = SIZE_MAX;
    return 0;
}

static int down(void **state)
{
    (void)state;
    free(it.taken);
    free(it.packed);
    free(it.text);
    return 0;
}

static void what_is_packed_comes_out_in_pieces(void **state)
{
    (void)state;
    assert_true(it.packed_bytes < TEXT_BYTES / 10);
    assert_true(gzip_unpack(it.packed, it.packed_bytes, take, it.taken));
    assert_int_equal(it.taken->bytes, TEXT_BYTES);
    assert_memory_equal(it.taken->text, it.text, TEXT_BYTES);
    assert_true(it.taken->pieces >= 10);
}

static void who_has_enough_is_given_no_more(void **state)
{
    (void)state;
    it.taken->bytes_max = 1;
    assert_false(gzip_unpack(it.packed, it.packed_bytes, take, it.taken));
    assert_int_equal(it.taken->pieces, 1);
}

static void half_of_it_and_other_bytes_are_refused(void **state)
{
    (void)state;
    assert_false(gzip_unpack(it.packed, it.packed_bytes / 2, take, it.taken));
    it.taken->bytes = 0;
    assert_false(gzip_unpack(it.text, TEXT_BYTES, take, it.taken));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_packed_comes_out_in_pieces, up, down),
        cmocka_unit_test_setup_teardown(who_has_enough_is_given_no_more, up, down),
        cmocka_unit_test_setup_teardown(half_of_it_and_other_bytes_are_refused, up, down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
