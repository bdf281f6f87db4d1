/* Addresses of pictures, which travel as one text with line feeds (no address can hold one):
 * select array_to_string(image_urls, E'\n'). */
#ifndef GROUPBUY_STORE_IMAGES_H
#define GROUPBUY_STORE_IMAGES_H

#include "base/arena.h"

const char *const *images_split(struct arena *arena, const char *joined, size_t *ret_count);

#endif
