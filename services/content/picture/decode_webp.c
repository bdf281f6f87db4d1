#include <stdlib.h>
#include <webp/decode.h>

#include "content/picture/decode.h"

#define WEBP_PIXELS_MAX 25000000 /* they are decoded at full size */

/* What is transparent shows white. */
static bool flatten(const uint8_t *rgba, struct pixels *pixels)
{
    size_t count = (size_t)pixels->width * (size_t)pixels->height;

    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < 3; c++) {
            unsigned alpha = rgba[i * 4 + 3];

            pixels->rgb[i * 3 + c] = (uint8_t)((rgba[i * 4 + c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    return true;
}

bool decode_webp(const uint8_t *data, size_t bytes, struct pixels *ret_pixels)
{
    WebPBitstreamFeatures about;
    uint8_t *rgba;
    int width, height;
    bool fine;

    *ret_pixels = (struct pixels){ 0 };
    if (WebPGetFeatures(data, bytes, &about) != VP8_STATUS_OK || about.has_animation ||
        !pixels_size_fine((uint64_t)about.width, (uint64_t)about.height) || about.width * (int64_t)about.height > WEBP_PIXELS_MAX)
        return false;
    rgba = WebPDecodeRGBA(data, bytes, &width, &height);
    fine = rgba && pixels_make(ret_pixels, width, height) && flatten(rgba, ret_pixels);
    WebPFree(rgba);
    return fine;
}
