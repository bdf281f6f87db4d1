#include "rpc/raw.h"

#include <string.h>

#include "base/crypto.h"

const char *raw_header(const Api__RawRequest *request, const char *name)
{
    for (size_t i = 0; i < request->n_headers; i++)
        if (strcmp(request->headers[i]->name, name) == 0)
            return request->headers[i]->value;
    return NULL;
}

/* NULL for a broken escape or one that makes a NUL. */
static const char *decode(struct arena *arena, const char *text, size_t bytes)
{
    char *decoded = arena_alloc(arena, bytes + 1);
    size_t len = 0;

    for (size_t i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)text[i];
        if (byte == '+') {
            byte = ' ';
        } else if (byte == '%') {
            if (bytes - i < 3 || !hex_decode(text + i + 1, 2, &byte) || byte == 0)
                return NULL;
            i += 2;
        }
        decoded[len++] = (char)byte;
    }
    decoded[len] = 0;
    return decoded;
}

const char *raw_query(struct arena *arena, const Api__RawRequest *request, const char *name)
{
    size_t name_len = strlen(name);
    const char *at = request->query;

    while (*at) {
        size_t bytes = strcspn(at, "&");
        if (bytes > name_len && at[name_len] == '=' && strncmp(at, name, name_len) == 0)
            return decode(arena, at + name_len + 1, bytes - name_len - 1);
        at += bytes + (at[bytes] == '&');
    }
    return NULL;
}

void raw_answer(Api__RawResponse *out, int status, const char *content_type, const char *text)
{
    out->status = (uint32_t)status;
    out->content_type = content_type;
    out->body.data = (uint8_t *)(uintptr_t)text;
    out->body.len = strlen(text);
}
