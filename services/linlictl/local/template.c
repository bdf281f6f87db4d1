#include "linlictl/local/template.h"

#include <string.h>

#include "base/buf.h"
#include "linlictl/linlictl.h"

struct status template_expand(struct arena *arena, const char *text, template_lookup *lookup, void *context,
                              const char **ret_text)
{
    struct buf out;
    const char *dollar, *end, *value;

    buf_init(&out, arena, strlen(text) + 64);
    while ((dollar = strstr(text, "${")) != NULL) {
        end = strchr(dollar, '}');
        if (!end)
            return fail(USAGE, "%s lacks a closing brace", dollar);
        value = lookup(context, arena_strndup(arena, dollar + 2, (size_t)(end - dollar - 2)));
        if (!value)
            return fail(USAGE, "nothing is called %.*s", (int)(end - dollar + 1), dollar);
        buf_add(&out, text, (size_t)(dollar - text));
        buf_add_str(&out, value);
        text = end + 1;
    }
    buf_add_str(&out, text);
    *ret_text = out.data;
    return OK;
}
