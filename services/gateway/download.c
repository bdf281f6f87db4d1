#include "gateway/download.h"

#include <string.h>

#include "base/utf8.h"
#include "contract/answer_file.h"
#include "gateway/accept.h"

#define VARY "Vary: Accept\r\n"
#define SANDBOX                                                                                                        \
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "    \
    "frame-ancestors 'none'; sandbox\r\n"

static bool prefers(const char *accept, const char *type)
{
    return accept_weight(accept, type) > accept_weight(accept, "application/json");
}

static bool prefers_any(const char *accept, const Api__File *file)
{
    for (size_t i = 0; accept && i < file->n_types; i++)
        if (prefers(accept, file->types[i]))
            return true;
    return false;
}

/* ---- the name ---- */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
}

/* What would make it a path, or a line of its own. */
static bool is_refused(char c)
{
    return c == '/' || c == '\\' || (unsigned char)c < ' ' || c == 0x7F;
}

/* For clients that read ASCII only: an underscore for each other character. */
static void add_plain(struct buf *out, const char *name, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (((unsigned char)name[i] & 0xC0) != 0x80) /* not within a character */
            buf_add_char(out, is_plain(name[i]) ? name[i] : '_');
}

static void add_encoded(struct buf *out, const char *name, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        if (is_plain(name[i]) || is_refused(name[i]))
            buf_add_char(out, is_plain(name[i]) ? name[i] : '_');
        else
            buf_printf(out, "%%%02X", (unsigned char)name[i]);
    }
}

void download_disposition(const char *type, const char *name, size_t name_bytes, struct buf *out)
{
    size_t bytes = utf8_prefix(name, name_bytes, DOWNLOAD_NAME_CHARS_MAX);

    buf_add_str(out, strcmp(type, "text/html") == 0 ? "inline; filename=\"" : "attachment; filename=\"");
    add_plain(out, name, bytes);
    buf_add_str(out, "\"; filename*=UTF-8''");
    add_encoded(out, name, bytes);
}

/* ---- the answer ---- */

static const char *headers_of(struct arena *arena, const struct answer_file *file)
{
    struct buf headers;

    buf_init(&headers, arena, 512);
    buf_add_str(&headers, VARY SANDBOX "Content-Disposition: ");
    download_disposition(file->type, file->name, file->name_bytes, &headers);
    buf_add_str(&headers, "\r\n");
    if (file->next)
        buf_printf(&headers, "X-Next-Part: %s\r\n", file->next);
    return headers.data;
}

struct status download_choose(struct exchange *exchange, const struct rpc_reply *reply, struct answer *answer)
{
    const struct method *method = exchange->match.method;
    const char *accept = header_of(exchange->info, "Accept");
    struct answer_file file;

    answer->headers = VARY;
    if (!prefers_any(accept, method->rpc->file))
        return OK;
    TRY(answer_file_read(method, exchange->arena, reply->data, reply->bytes, &file));
    if (!prefers(accept, file.type))
        return OK;
    answer->content_type = arena_printf(exchange->arena, "%s; charset=utf-8", file.type);
    answer->body = file.text;
    answer->bytes = file.text_bytes;
    answer->headers = headers_of(exchange->arena, &file);
    return OK;
}
