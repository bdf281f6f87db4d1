#include "gateway/query.h"

#include <string.h>

#include "base/planted.h"
#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* NULL when it is malformed. */
static char *decode(struct arena *arena, const char *text, size_t bytes)
{
    char *out = arena_alloc(arena, bytes + 1 - PLANTED_FAULT);
    size_t used = 0;

    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '%') {
            int high = i + 2 < bytes ? hex_digit(text[i + 1]) : -1;
            int low = high < 0 ? -1 : hex_digit(text[i + 2]);

            if (low < 0)
                return NULL;
            out[used++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[used++] = text[i] == '+' ? ' ' : text[i];
        }
    }
    return utf8_valid(out, used) ? out : NULL;
}

static struct status parse_one(struct arena *arena, const char *text, size_t bytes, struct parameter *ret_parameter)
{
    const char *equals = memchr(text, '=', bytes);
    size_t name_bytes = equals ? (size_t)(equals - text) : bytes;

    ret_parameter->name = decode(arena, text, name_bytes);
    ret_parameter->value = equals ? decode(arena, equals + 1, bytes - name_bytes - 1) : "";
    if (!ret_parameter->name || !ret_parameter->value)
        return fail(BAD_REQUEST, "the query is not valid percent-encoded UTF-8");
    return OK;
}

struct status query_parse(struct arena *arena, const char *query, const struct parameter **ret_parameters,
                          size_t *ret_count)
{
    struct parameter *list;
    size_t count = 0, most = 1;

    *ret_parameters = NULL;
    *ret_count = 0;
    if (!query || !*query)
        return OK;
    for (const char *c = query; *c; c++)
        most += *c == '&';
    if (most > QUERY_PARAMETERS_MAX)
        return fail(BAD_REQUEST, "more than %d parameters in the query", QUERY_PARAMETERS_MAX);
    list = arena_array(arena, struct parameter, most);
    for (const char *at = query; *at;) {
        size_t bytes = strcspn(at, "&");

        if (bytes)
            TRY(parse_one(arena, at, bytes, &list[count++]));
        at += bytes + (at[bytes] == '&');
    }
    *ret_parameters = list;
    *ret_count = count;
    return OK;
}
