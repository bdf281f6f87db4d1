#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "content/picture/decode.h"
#include "content/picture/picture.h"

#define QUALITY 82

/* ---- encoding ---- */

struct writing {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf out;
    unsigned char *data;
    unsigned long bytes;
};

static void give_up(j_common_ptr jpeg)
{
    struct writing *writing = jpeg->client_data;

    longjmp(writing->out, 1);
}

static void write_rows(struct writing *writing, const struct pixels *pixels)
{
    struct jpeg_compress_struct *jpeg = &writing->jpeg;

    jpeg_create_compress(jpeg);
    jpeg_mem_dest(jpeg, &writing->data, &writing->bytes);
    jpeg->image_width = (JDIMENSION)pixels->width;
    jpeg->image_height = (JDIMENSION)pixels->height;
    jpeg->input_components = 3;
    jpeg->in_color_space = JCS_RGB;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, QUALITY, TRUE);
    jpeg->optimize_coding = TRUE;
    jpeg_start_compress(jpeg, TRUE);
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = pixels->rgb + (size_t)jpeg->next_scanline * (size_t)pixels->width * 3;

        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
}

static bool encode(const struct pixels *pixels, const uint8_t **ret_data, size_t *ret_bytes)
{
    static struct writing writing; /* one picture a process; and nothing of it is lost by the jump */
    bool fine;

    writing = (struct writing){ .data = NULL };
    writing.jpeg.err = jpeg_std_error(&writing.errors);
    writing.errors.error_exit = give_up;
    writing.jpeg.client_data = &writing;
    fine = setjmp(writing.out) == 0;
    if (fine)
        write_rows(&writing, pixels);
    jpeg_destroy_compress(&writing.jpeg);
    *ret_data = writing.data;
    *ret_bytes = writing.bytes;
    return fine;
}

/* ---- all of it ---- */

static bool decode(const uint8_t *data, size_t bytes, int side, struct pixels *ret_pixels, int *ret_orientation)
{
    *ret_orientation = 1;
    if (bytes > 3 && data[0] == 0xff && data[1] == 0xd8)
        return decode_jpeg(data, bytes, side, ret_pixels, ret_orientation);
    if (bytes > 4 && memcmp(data, "\x89PNG", 4) == 0)
        return decode_png(data, bytes, ret_pixels);
    if (bytes > 12 && memcmp(data, "RIFF", 4) == 0)
        return decode_webp(data, bytes, ret_pixels);
    return false;
}

/* Each size from the one before: the larger is never needed again. */
static bool make_sizes(struct pixels *pixels, struct picture *picture)
{
    static const int sides[] = PICTURE_SIDES;

    for (int size = 0; size < PICTURE_SIZES; size++) {
        struct pixels fitting;

        if (!pixels_fit(pixels, sides[size], &fitting))
            return false;
        pixels_free(pixels);
        *pixels = fitting;
        if (!encode(pixels, &picture->sizes[size].data, &picture->sizes[size].bytes))
            return false;
        if (size == PICTURE_LARGE) {
            picture->width = pixels->width;
            picture->height = pixels->height;
        }
    }
    return true;
}

int picture_convert(const uint8_t *data, size_t bytes, struct picture *ret_picture)
{
    static const int sides[] = PICTURE_SIDES;
    struct pixels whole = { 0 }, pixels = { 0 };
    int orientation;
    bool fine;

    memset(ret_picture, 0, sizeof *ret_picture);
    fine = decode(data, bytes, sides[PICTURE_LARGE], &whole, &orientation) &&
           pixels_fit(&whole, sides[PICTURE_LARGE], &pixels);
    pixels_free(&whole);
    fine = fine && pixels_turn(&pixels, orientation) && make_sizes(&pixels, ret_picture);
    pixels_free(&pixels);
    for (int size = 0; !fine && size < PICTURE_SIZES; size++) {
        free((void *)ret_picture->sizes[size].data);
        ret_picture->sizes[size].data = NULL;
    }
    return fine;
}
