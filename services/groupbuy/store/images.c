#include "groupbuy/store/images.h"

#include <string.h>

const char *const *images_split(struct arena *arena, const char *joined, size_t *ret_count)
{
    const char **urls;
    size_t count = *joined != 0;

    for (const char *c = joined; *c; c++)
        count += *c == '\n';
    urls = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        size_t length = strcspn(joined, "\n");

        urls[i] = arena_strndup(arena, joined, length);
        joined += length + (joined[length] == '\n');
    }
    *ret_count = count;
    return urls;
}
