#include <png.h>
#include <string.h>

#include "content/picture/decode.h"

#define PNG_PIXELS_MAX 25000000 /* they are decoded at full size */

/* What is transparent shows white. */
bool decode_png(const uint8_t *data, size_t bytes, struct pixels *ret_pixels)
{
    static const png_color white = { 255, 255, 255 };
    png_image image = { .version = PNG_IMAGE_VERSION };
    struct pixels pixels = { 0 };
    bool fine;

    fine = png_image_begin_read_from_memory(&image, data, bytes) && pixels_size_fine(image.width, image.height) &&
           (uint64_t)image.width * image.height <= PNG_PIXELS_MAX &&
           pixels_make(&pixels, (int)image.width, (int)image.height);
    image.format = PNG_FORMAT_RGB;
    fine = fine && png_image_finish_read(&image, &white, pixels.rgb, 0, NULL);
    png_image_free(&image);
    if (!fine)
        pixels_free(&pixels);
    *ret_pixels = pixels;
    return fine;
}
