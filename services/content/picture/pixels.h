/* A picture in memory: rows of red, green and blue, a byte each. Owned by whoever has it; pixels_free() takes it back. */
#ifndef LINLI_CONTENT_PICTURE_PIXELS_H
#define LINLI_CONTENT_PICTURE_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PIXELS_SIDE_MAX  20000
#define PIXELS_COUNT_MAX 50000000 /* 50 megapixels: what a phone takes */

struct pixels {
    int width, height;
    uint8_t *rgb; /* NULL: none */
};

bool pixels_size_fine(uint64_t width, uint64_t height);
/* False without memory. */
bool pixels_make(struct pixels *pixels, int width, int height);
void pixels_free(struct pixels *pixels);

/* A copy, scaled down so that neither side is above `side_max`; never up. False without memory. */
bool pixels_fit(const struct pixels *pixels, int side_max, struct pixels *ret_fitting);
/* Turns it upright: `orientation` as EXIF has it, 1 to 8. False without memory; then it is as it was. */
bool pixels_turn(struct pixels *pixels, int orientation);

#endif
