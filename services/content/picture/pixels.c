#include "content/picture/pixels.h"

#include <stdlib.h>
#include <string.h>

#define CHANNELS 3

bool pixels_size_fine(uint64_t width, uint64_t height)
{
    return width > 0 && height > 0 && width <= PIXELS_SIDE_MAX && height <= PIXELS_SIDE_MAX &&
           width * height <= PIXELS_COUNT_MAX;
}

bool pixels_make(struct pixels *pixels, int width, int height)
{
    *pixels = (struct pixels){ width, height, malloc((size_t)width * (size_t)height * CHANNELS) };
    return pixels->rgb != NULL;
}

void pixels_free(struct pixels *pixels)
{
    free(pixels->rgb);
    pixels->rgb = NULL;
}

static const uint8_t *at(const struct pixels *pixels, int x, int y)
{
    return pixels->rgb + ((size_t)y * (size_t)pixels->width + (size_t)x) * CHANNELS;
}

/* ---- scaling: each pixel is the mean of those it stands for ---- */

static void mean(const struct pixels *from, int left, int top, int right, int bottom, uint8_t *out)
{
    uint64_t sum[CHANNELS] = { 0 }, count = (uint64_t)(right - left) * (uint64_t)(bottom - top);

    for (int y = top; y < bottom; y++) {
        const uint8_t *pixel = at(from, left, y);

        for (int x = left; x < right; x++, pixel += CHANNELS)
            for (int c = 0; c < CHANNELS; c++)
                sum[c] += pixel[c];
    }
    for (int c = 0; c < CHANNELS; c++)
        out[c] = (uint8_t)((sum[c] + count / 2) / count);
}

/* Where the `i`th of `parts` of a side begins. */
static int edge(int side, int i, int parts)
{
    return (int)((int64_t)side * i / parts);
}

bool pixels_fit(const struct pixels *pixels, int side_max, struct pixels *ret_fitting)
{
    int longer = pixels->width > pixels->height ? pixels->width : pixels->height;
    int into = longer < side_max ? longer : side_max;
    int width = (int)((int64_t)pixels->width * into / longer), height = (int)((int64_t)pixels->height * into / longer);
    struct pixels fitting;
    uint8_t *out;

    if (!pixels_make(&fitting, width ? width : 1, height ? height : 1))
        return false;
    out = fitting.rgb;
    for (int y = 0; y < fitting.height; y++)
        for (int x = 0; x < fitting.width; x++, out += CHANNELS)
            mean(pixels, edge(pixels->width, x, fitting.width), edge(pixels->height, y, fitting.height),
                 edge(pixels->width, x + 1, fitting.width), edge(pixels->height, y + 1, fitting.height), out);
    *ret_fitting = fitting;
    return true;
}

/* ---- turning ---- */

/* Where the pixel at x, y of the upright picture stands in the one that was taken, of `width` × `height`. */
static void place_of(int orientation, int width, int height, int x, int y, int *ret_x, int *ret_y)
{
    bool across = orientation >= 5; /* rows became columns */
    bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int from_x = across ? y : x, from_y = across ? x : y;

    *ret_x = flip_x ? width - 1 - from_x : from_x;
    *ret_y = flip_y ? height - 1 - from_y : from_y;
}

bool pixels_turn(struct pixels *pixels, int orientation)
{
    bool across = orientation >= 5;
    struct pixels turned;
    uint8_t *out;
    int from_x, from_y;

    if (orientation < 2 || orientation > 8)
        return true;
    if (!pixels_make(&turned, across ? pixels->height : pixels->width, across ? pixels->width : pixels->height))
        return false;
    out = turned.rgb;
    for (int y = 0; y < turned.height; y++)
        for (int x = 0; x < turned.width; x++, out += CHANNELS) {
            place_of(orientation, pixels->width, pixels->height, x, y, &from_x, &from_y);
            memcpy(out, at(pixels, from_x, from_y), CHANNELS);
        }
    pixels_free(pixels);
    *pixels = turned;
    return true;
}
