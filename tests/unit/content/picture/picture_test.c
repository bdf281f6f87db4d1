/* Pictures made anew: what comes out, what is left behind, what is refused. The test program is the process, too. */
#define _GNU_SOURCE
#include "content/picture/picture.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

#include <jpeglib.h>

#include "content/domain/reasons.h"
#include "content/picture/decode.h"
#include "support/check.h"

static struct arena arena;

static int up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

/* Four fields: red green / blue white. */
static void paint(uint8_t *rgb, int width, int height)
{
    static const uint8_t colours[4][3] = { { 200, 0, 0 }, { 0, 200, 0 }, { 0, 0, 200 }, { 250, 250, 250 } };

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            memcpy(rgb + (y * width + x) * 3, colours[(y >= height / 2) * 2 + (x >= width / 2)], 3);
}

static uint8_t *jpeg_of(int width, int height, int orientation, size_t *ret_bytes)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    uint8_t exif[] = "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0?\0\0\0\0\0\0\0GPS 22.5N 114.0E";
    uint8_t *rgb = arena_alloc(&arena, (size_t)(width * height * 3));
    unsigned char *data = NULL;
    unsigned long bytes = 0;

    paint(rgb, width, height);
    exif[24] = (uint8_t)orientation;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &bytes);
    jpeg.image_width = (JDIMENSION)width;
    jpeg.image_height = (JDIMENSION)height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof exif);
    jpeg_write_marker(&jpeg, JPEG_COM, (const JOCTET *)"a comment", 9);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = rgb + jpeg.next_scanline * (JDIMENSION)width * 3;

        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    uint8_t *copy = arena_memdup(&arena, data, bytes);
    free(data);
    *ret_bytes = bytes;
    return copy;
}

/* Which colour the middle of a quarter shows. */
static char colour_at(const struct pixels *pixels, int right, int below)
{
    int x = pixels->width / 4 + right * pixels->width / 2, y = pixels->height / 4 + below * pixels->height / 2;
    const uint8_t *rgb = pixels->rgb + ((size_t)y * (size_t)pixels->width + (size_t)x) * 3;

    if (rgb[0] > 150 && rgb[1] > 150 && rgb[2] > 150)
        return 'w';
    return rgb[0] > 150 ? 'r' : rgb[1] > 150 ? 'g' : rgb[2] > 150 ? 'b' : '?';
}

static void assert_shows(const uint8_t *jpeg, size_t bytes, int width, int height, const char *colours)
{
    struct pixels pixels;
    char seen[5] = "";
    int orientation;

    assert_true(decode_jpeg(jpeg, bytes, 1, &pixels, &orientation) || decode_jpeg(jpeg, bytes, 10000, &pixels, &orientation));
    pixels_free(&pixels);
    assert_true(decode_jpeg(jpeg, bytes, 10000, &pixels, &orientation));
    assert_int_equal(orientation, 1);
    assert_int_equal(pixels.width, width);
    assert_int_equal(pixels.height, height);
    for (int i = 0; i < 4; i++)
        seen[i] = colour_at(&pixels, i % 2, i / 2);
    pixels_free(&pixels);
    assert_string_equal(seen, colours);
}

/* r g     as it was taken; what a phone means by each of the eight.
 * b w */
static void a_photo_is_turned_upright(void **state)
{
    static const char *const upright[9] = { 0, "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb" };
    struct picture picture;
    size_t bytes;

    (void)state;
    for (int orientation = 1; orientation <= 8; orientation++) {
        const uint8_t *data = jpeg_of(80, 40, orientation, &bytes);

        assert_ok(picture_make(&arena, data, bytes, &picture));
        assert_shows(picture.sizes[PICTURE_LARGE].data, picture.sizes[PICTURE_LARGE].bytes, orientation < 5 ? 80 : 40,
                     orientation < 5 ? 40 : 80, upright[orientation]);
    }
}

static void three_sizes_and_nothing_of_the_file(void **state)
{
    static const int sides[] = PICTURE_SIDES;
    struct picture picture;
    size_t bytes;
    const uint8_t *data = jpeg_of(3000, 1500, 1, &bytes);

    (void)state;
    assert_non_null(memmem(data, bytes, "GPS", 3));
    assert_ok(picture_make(&arena, data, bytes, &picture));
    assert_int_equal(picture.width, 1600);
    assert_int_equal(picture.height, 800);
    for (int size = 0; size < PICTURE_SIZES; size++) {
        assert_shows(picture.sizes[size].data, picture.sizes[size].bytes, sides[size], sides[size] / 2, "rgbw");
        assert_null(memmem(picture.sizes[size].data, picture.sizes[size].bytes, "GPS", 3));
        assert_null(memmem(picture.sizes[size].data, picture.sizes[size].bytes, "Exif", 4));
        assert_null(memmem(picture.sizes[size].data, picture.sizes[size].bytes, "a comment", 9));
    }
}

static void png_and_webp_show_white_where_they_are_transparent(void **state)
{
    png_image image = { .version = PNG_IMAGE_VERSION, .width = 40, .height = 20, .format = PNG_FORMAT_RGBA };
    uint8_t *rgba = arena_alloc(&arena, 40 * 20 * 4), *webp;
    png_alloc_size_t bytes = 65536;
    uint8_t *png = arena_alloc(&arena, bytes);
    struct picture picture;
    size_t webp_bytes;

    (void)state;
    for (size_t i = 0; i < 40 * 20; i++)
        memcpy(rgba + i * 4, i / 40 < 10 ? (uint8_t[]){ 200, 0, 0, 255 } : (uint8_t[]){ 0, 0, 0, 0 }, 4);
    assert_true(png_image_write_to_memory(&image, png, &bytes, 0, rgba, 0, NULL));
    assert_ok(picture_make(&arena, png, bytes, &picture));
    assert_shows(picture.sizes[PICTURE_SMALL].data, picture.sizes[PICTURE_SMALL].bytes, 40, 20, "rrww");
    webp_bytes = WebPEncodeLosslessRGBA(rgba, 40, 20, 160, &webp);
    assert_ok(picture_make(&arena, webp, webp_bytes, &picture));
    assert_shows(picture.sizes[PICTURE_SMALL].data, picture.sizes[PICTURE_SMALL].bytes, 40, 20, "rrww");
    WebPFree(webp);
}

/* Cut off anywhere, or with any byte changed, it is a picture or none; nothing else happens. */
static void wrecked_pictures_do_no_harm(void **state)
{
    struct picture picture;
    size_t bytes;
    uint8_t *data = jpeg_of(40, 40, 6, &bytes);

    (void)state;
    for (size_t i = 0; i < bytes; i += 23) {
        uint8_t kept = data[i];

        data[i] ^= 0xff;
        if (picture_convert(data, bytes, &picture))
            for (int size = 0; size < PICTURE_SIZES; size++)
                free((void *)picture.sizes[size].data);
        data[i] = kept;
        if (picture_convert(data, i, &picture))
            for (int size = 0; size < PICTURE_SIZES; size++)
                free((void *)picture.sizes[size].data);
    }
    assert_fails(picture_make(&arena, data, 20, &picture), MEDIA_UNREADABLE);
    assert_fails(picture_make(&arena, (const uint8_t *)"", 0, &picture), MEDIA_UNREADABLE);
    assert_fails(picture_make(&arena, (const uint8_t *)"no picture", 10, &picture), MEDIA_UNREADABLE);
}

static void sizes_have_their_bounds(void **state)
{
    (void)state;
    assert_true(pixels_size_fine(8000, 6000));
    assert_false(pixels_size_fine(0, 10));
    assert_false(pixels_size_fine(20001, 1));
    assert_false(pixels_size_fine(19999, 19999));
    assert_int_equal(exif_orientation((const uint8_t *)"Exif\0\0MM\0*\xff\xff\xff\xff", 14), 1);
    assert_int_equal(exif_orientation((const uint8_t *)"Exif\0\0MM\0*\0\0\0\x08\xff\xff", 16), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_photo_is_turned_upright, up, down),
        cmocka_unit_test_setup_teardown(three_sizes_and_nothing_of_the_file, up, down),
        cmocka_unit_test_setup_teardown(png_and_webp_show_white_where_they_are_transparent, up, down),
        cmocka_unit_test_setup_teardown(wrecked_pictures_do_no_harm, up, down),
        cmocka_unit_test_setup_teardown(sizes_have_their_bounds, up, down),
    };

    if (argc == 2 && strcmp(argv[1], PICTURE_WORD) == 0)
        return picture_process();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
