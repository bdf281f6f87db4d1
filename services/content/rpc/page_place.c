#include "content/rpc/page_place.h"

#include <stdlib.h>

struct status post_place_read(struct call *call, const char *filter, const char *token, struct post_place *ret_place)
{
    const char *parts[PAGE_PARTS_MAX];
    size_t count;

    TRY(page_token_read(call, filter, token, parts, &count));
    *ret_place = (struct post_place){ .id = "" };
    if (count == 2)
        *ret_place = (struct post_place){ .published_us = strtoll(parts[0], NULL, 10), .id = parts[1] };
    return OK;
}
