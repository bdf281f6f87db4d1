/* The one file of a multipart/form-data body, in whatever pieces it comes; and what it is by its first bytes. */
#include "gateway/multipart.h"

#include <string.h>

#include "gateway/sniff.h"
#include "support/check.h"

static char got[4096];
static size_t got_bytes;

static struct status take(void *context, const void *data, size_t bytes)
{
    (void)context;
    assert_true(got_bytes + bytes <= sizeof got);
    memcpy(got + got_bytes, data, bytes);
    got_bytes += bytes;
    return OK;
}

static const struct multipart_sink sink = { take, NULL };

/* Fed in pieces of that size. */
static struct status feed(const char *type, const char *body, size_t bytes, size_t piece)
{
    struct multipart multipart;

    got_bytes = 0;
    TRY(multipart_begin(&multipart, type));
    for (size_t at = 0; at < bytes; at += piece)
        TRY(multipart_feed(&multipart, body + at, bytes - at < piece ? bytes - at : piece, &sink));
    return multipart_complete(&multipart) ? OK : fail(BAD_REQUEST, "it has no end");
}

#define TYPE "multipart/form-data; boundary=XyZ"
#define HEAD "--XyZ\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\nContent-Type: image/png\r\n\r\n"

/* Everything that looks a little like the boundary is file; in pieces of any size it comes out the same. */
static void the_file_comes_out_as_it_is(void **state)
{
    static const char file[] = "a\r\n--Xy\r\n--XyY\r\r\n-\r\n\0--XyZ\r\nb\r";
    static const char body[] = HEAD "a\r\n--Xy\r\n--XyY\r\r\n-\r\n\0--XyZ\r\nb\r" "\r\n--XyZ--\r\n";

    (void)state;
    for (size_t piece = 1; piece <= sizeof body; piece++) {
        assert_ok(feed(TYPE, body, sizeof body - 1, piece));
        assert_int_equal(got_bytes, sizeof file - 1);
        assert_memory_equal(got, file, got_bytes);
    }
}

static void boundaries_are_read_as_they_are_written(void **state)
{
    static const char body[] = HEAD "x\r\n--XyZ--";
    static const char *const fine[] = {
        TYPE, "Multipart/Form-Data; BOUNDARY=\"XyZ\"", "multipart/form-data; charset=utf-8; boundary=XyZ; x=y", "multipart/form-data;boundary=XyZ",
    };
    static const char *const bad[] = {
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"XyZ", "multipart/form-data; boundary=Xy Z\"",
        "multipart/form-data; boundary=X\xc3\xa9", "multipart/form-data; noboundary=XyZ",
        "multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789X",
    };

    (void)state;
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        assert_ok(feed(fine[i], body, sizeof body - 1, 7));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (ok(feed(bad[i], body, sizeof body - 1, 7)))
            fail_msg("taken: %s", bad[i]);
    assert_fails(feed(NULL, body, sizeof body - 1, 7), NOT_JSON);
    assert_fails(feed("multipart/form-data", body, sizeof body - 1, 7), BAD_REQUEST);
    assert_fails(feed("multipart/form-database; boundary=XyZ", body, sizeof body - 1, 7), NOT_JSON);
}

static void what_could_be_read_in_two_ways_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "x" HEAD "x\r\n--XyZ--", "\r\n" HEAD "x\r\n--XyZ--", "--XyZ \r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--",
        "--XyZ--\r\n", HEAD "x", HEAD "x\r\n--XyZ", HEAD "x\r\n--XyZ-", HEAD "x\r\n--XyZ--\r\nmore", HEAD "x\r\n--XyZ--x",
        HEAD "x\r\n--XyZ\r\nContent-Disposition: form-data\r\n\r\ny\r\n--XyZ--", "--XyZ\r\n\r\nx\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: attachment\r\n\r\nx\r\n--XyZ--", "--XyZ\r\nX: Content-Disposition: form-data\r\n\r\nx\r\n--XyZ--",
        "--XyZ\nContent-Disposition: form-data\n\nx\n--XyZ--",
    };
    char headers[PART_HEADERS_BYTES_MAX + 200];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_fails(feed(TYPE, bad[i], strlen(bad[i]), 3), BAD_REQUEST);
    memset(headers, 'x', sizeof headers);
    memcpy(headers, "--XyZ\r\n", 7);
    assert_fails(feed(TYPE, headers, sizeof headers, 100), BAD_REQUEST);
}

static struct status refuse(void *context, const void *data, size_t bytes)
{
    (void)context;
    (void)data;
    (void)bytes;
    return fail(BODY_TOO_LARGE, "enough");
}

static void a_sink_that_has_enough_ends_it(void **state)
{
    struct multipart multipart;

    (void)state;
    assert_ok(multipart_begin(&multipart, TYPE));
    assert_fails(multipart_feed(&multipart, HEAD "x", sizeof HEAD, &(struct multipart_sink){ refuse, NULL }), BODY_TOO_LARGE);
}

static void a_file_is_what_its_bytes_say(void **state)
{
    static const struct {
        const char *head;
        size_t bytes;
        const char *type;
    } files[] = {
        { "\xff\xd8\xff\xe0\0\x10JFIF", 10, "image/jpeg" },
        { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "image/png" },
        { "RIFF\x24\0\0\0WEBPVP8 ", 16, "image/webp" },
        { "RIFF\x24\0\0\0WAVEfmt ", 16, "application/octet-stream" },
        { "\0\0\0\x18" "ftypmp42", 12, "video/mp4" },
        { "\0\0\0\x18" "ftypheic", 12, "image/heic" },
        { "\0\0\0\x18" "ftypqt  ", 12, "video/quicktime" },
        { "GIF89a", 6, "image/gif" },
        { "<svg", 4, "application/octet-stream" },
        { "\xff\xd8", 2, "application/octet-stream" },
        { "", 0, "application/octet-stream" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_string_equal(sniff_type((const uint8_t *)files[i].head, files[i].bytes), files[i].type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_comes_out_as_it_is),
        cmocka_unit_test(boundaries_are_read_as_they_are_written),
        cmocka_unit_test(what_could_be_read_in_two_ways_is_refused),
        cmocka_unit_test(a_sink_that_has_enough_ends_it),
        cmocka_unit_test(a_file_is_what_its_bytes_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
