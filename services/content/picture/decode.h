/* Foreign bytes into pixels: JPEG, PNG and WebP, over the libraries that browsers have. Nothing here is trusted; it runs in a
 * process of its own (process.c), which may be killed at any moment. */
#ifndef LINLI_CONTENT_PICTURE_DECODE_H
#define LINLI_CONTENT_PICTURE_DECODE_H

#include "content/picture/pixels.h"

/* False: it is no such picture, too large, or there is no memory. A JPEG may come smaller than it is, with no side
 * below `side_wanted` that was above it. *ret_orientation is what its camera says, 1: upright. */
bool decode_jpeg(const uint8_t *data, size_t bytes, int side_wanted, struct pixels *ret_pixels, int *ret_orientation);
bool decode_png(const uint8_t *data, size_t bytes, struct pixels *ret_pixels);
bool decode_webp(const uint8_t *data, size_t bytes, struct pixels *ret_pixels);

/* The orientation in an EXIF segment of a JPEG; 1 when it does not say. */
int exif_orientation(const uint8_t *segment, size_t bytes);

#endif
