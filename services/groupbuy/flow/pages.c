#include "groupbuy/flow/pages.h"

struct status page_after(struct call *call, const char *filter, const char *token, const char **ret_after)
{
    const char *parts[PAGE_PARTS_MAX];
    size_t count;

    TRY(page_token_read(call, filter, token, parts, &count));
    if (count == 0) {
        *ret_after = "";
        return OK;
    }
    if (count != 1 || !id_valid(parts[0]))
        return fail(PAGE_TOKEN_INVALID, "a token of %zu parts", count);
    *ret_after = parts[0];
    return OK;
}
