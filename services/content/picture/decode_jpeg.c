#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "content/picture/decode.h"

#define EXIF_BYTES_MAX 65533
#define MEMORY_MAX     ((long)256 << 20) /* what a progressive picture's coefficients may take, bytes */

struct reading {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf out;
    struct pixels pixels;
    int orientation;
};

static void give_up(j_common_ptr jpeg)
{
    struct reading *reading = jpeg->client_data;

    longjmp(reading->out, 1);
}

static void say_nothing(j_common_ptr jpeg, int level)
{
    (void)jpeg;
    (void)level;
}

/* As small as the library makes it for nothing, and no smaller than wanted. */
static unsigned scale_for(const struct jpeg_decompress_struct *jpeg, int side_wanted)
{
    unsigned longer = jpeg->image_width > jpeg->image_height ? jpeg->image_width : jpeg->image_height, denominator = 8;

    while (denominator > 1 && longer / denominator < (unsigned)side_wanted)
        denominator /= 2;
    return denominator;
}

static bool begin(struct reading *reading, const uint8_t *data, size_t bytes, int side_wanted)
{
    struct jpeg_decompress_struct *jpeg = &reading->jpeg;

    jpeg_save_markers(jpeg, JPEG_APP0 + 1, EXIF_BYTES_MAX);
    jpeg_mem_src(jpeg, data, (unsigned long)bytes);
    jpeg->mem->max_memory_to_use = MEMORY_MAX;
    if (jpeg_read_header(jpeg, TRUE) != JPEG_HEADER_OK || !pixels_size_fine(jpeg->image_width, jpeg->image_height) ||
        jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK)
        return false;
    for (jpeg_saved_marker_ptr marker = jpeg->marker_list; marker && reading->orientation == 1; marker = marker->next)
        reading->orientation = exif_orientation(marker->data, marker->data_length);
    jpeg->out_color_space = JCS_RGB;
    jpeg->scale_num = 1;
    jpeg->scale_denom = scale_for(jpeg, side_wanted);
    return jpeg_start_decompress(jpeg) && jpeg->output_components == 3;
}

static bool read_rows(struct reading *reading)
{
    struct jpeg_decompress_struct *jpeg = &reading->jpeg;

    if (!pixels_make(&reading->pixels, (int)jpeg->output_width, (int)jpeg->output_height))
        return false;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = reading->pixels.rgb + (size_t)jpeg->output_scanline * jpeg->output_width * 3;

        jpeg_read_scanlines(jpeg, &row, 1);
    }
    return true;
}

bool decode_jpeg(const uint8_t *data, size_t bytes, int side_wanted, struct pixels *ret_pixels, int *ret_orientation)
{
    static struct reading reading; /* one picture a process; and nothing of it is lost by the jump */

    reading = (struct reading){ .orientation = 1 };
    reading.jpeg.err = jpeg_std_error(&reading.errors);
    reading.errors.error_exit = give_up;
    reading.errors.emit_message = say_nothing;
    reading.jpeg.client_data = &reading;
    if (setjmp(reading.out) == 0) {
        jpeg_create_decompress(&reading.jpeg);
        if (!begin(&reading, data, bytes, side_wanted) || !read_rows(&reading))
            pixels_free(&reading.pixels);
    } else {
        pixels_free(&reading.pixels);
    }
    jpeg_destroy_decompress(&reading.jpeg);
    *ret_pixels = reading.pixels;
    *ret_orientation = reading.orientation;
    return reading.pixels.rgb != NULL;
}
