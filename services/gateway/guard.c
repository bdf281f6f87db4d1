#include "gateway/guard.h"

#include <string.h>
#include <strings.h>

#include "gateway/deadline.h"

#define CONTENT_LENGTH_DIGITS_MAX 12

/* Most differ in their first letter, and a request asks for a good dozen of names. */
static bool same_name(const char *a, const char *b)
{
    return ((*a ^ *b) & ~('a' ^ 'A')) == 0 && strcasecmp(a, b) == 0;
}

const char *header_of(const struct mg_request_info *info, const char *name)
{
    for (int i = 0; i < info->num_headers; i++)
        if (same_name(info->http_headers[i].name, name))
            return info->http_headers[i].value;
    return NULL;
}

static bool token_char(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool name_valid(const char *name)
{
    if (!*name)
        return false;
    for (const char *c = name; *c; c++)
        if (!token_char((unsigned char)*c))
            return false;
    return true;
}

static bool value_valid(const char *value)
{
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return false;
    return true;
}

/* civetweb writes NULs over what it has read: "Name: value\r\n" becomes "Name\0 value\0\0". Where a space stood before
 * the colon, or a bare LF at the end, other bytes are found. */
static bool line_plain(const struct mg_header *header)
{
    const char *after_name = header->name + strlen(header->name) + 1;
    const char *end = header->value + strlen(header->value);

    return (*after_name != '\0' || header->value == after_name) && end[1] == '\0';
}

/* After the last header that civetweb saw must come the empty line; else it has left headers unread. */
static bool block_complete(const struct mg_request_info *info)
{
    const struct mg_header *last = &info->http_headers[info->num_headers - 1];
    const char *end = last->value + strlen(last->value) + 2;

    return deadline_received(end + 1) && end[0] == '\r' && end[1] == '\0';
}

static struct status check_headers(const struct mg_request_info *info)
{
    static const char *const once[] = { "content-length",      "host",         "authorization",
                                        "idempotency-key",     "content-type", "x-forwarded-for",
                                        "idempotency-attempt", "expect" };

    for (int i = 0; i < info->num_headers; i++) {
        const struct mg_header *header = &info->http_headers[i];

        if (!name_valid(header->name) || !value_valid(header->value) || !line_plain(header))
            return fail(BAD_REQUEST, "a header line is malformed");
    }
    if (info->num_headers == 0 ? strcmp(info->http_version, "1.0") != 0 : !block_complete(info))
        return fail(BAD_REQUEST, "the header block is malformed");
    for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++) {
        int seen = 0;

        for (int j = 0; j < info->num_headers; j++)
            seen += same_name(info->http_headers[j].name, once[i]);
        if (seen > 1)
            return fail(BAD_REQUEST, "header %s is sent twice", once[i]);
    }
    return OK;
}

static struct status check_target(const struct mg_request_info *info)
{
    const char *path = info->local_uri_raw, *query = info->query_string;

    if (!path || *path != '/' || path != info->request_uri)
        return fail(BAD_REQUEST, "the target must be a path");
    if (strlen(path) > PATH_BYTES_MAX || (query && strlen(query) > QUERY_BYTES_MAX))
        return fail(BAD_REQUEST, "the target is longer than %d bytes of path or %d of query", PATH_BYTES_MAX,
                    QUERY_BYTES_MAX);
    if (strchr(path, '#') || (query && strchr(query, '#')) || strchr(path, '\\'))
        return fail(BAD_REQUEST, "the target holds # or a backslash");
    return OK;
}

static struct status content_length(const struct mg_request_info *info, int64_t *ret_bytes)
{
    const char *text = header_of(info, "Content-Length");
    int64_t bytes = 0;

    if (text && (!*text || strlen(text) > CONTENT_LENGTH_DIGITS_MAX || text[strspn(text, "0123456789")]))
        return fail(BAD_REQUEST, "Content-Length is not a number");
    for (const char *digit = text ? text : ""; *digit; digit++)
        bytes = bytes * 10 + (*digit - '0');
    *ret_bytes = bytes;
    return OK;
}

struct status guard_request(const struct mg_request_info *info, struct guarded *ret_guarded)
{
    const char *expect = header_of(info, "Expect");

    memset(ret_guarded, 0, sizeof(*ret_guarded));
    TRY(check_headers(info));
    TRY(check_target(info));
    if (header_of(info, "Transfer-Encoding"))
        return fail(BAD_REQUEST, "Transfer-Encoding is not taken, send Content-Length");
    if (header_of(info, "Upgrade") || header_of(info, "HTTP2-Settings"))
        return fail(BAD_REQUEST, "this server does not upgrade connections");
    if (strcmp(info->http_version, "1.1") == 0 && !header_of(info, "Host"))
        return fail(BAD_REQUEST, "header Host is missing");
    if (expect && strcasecmp(expect, "100-continue") != 0)
        return fail(BAD_REQUEST, "this expectation cannot be met");
    ret_guarded->expects_continue = expect != NULL;
    return content_length(info, &ret_guarded->content_bytes);
}

struct status guard_idempotency_key(const char *value, char ret_key[IDEMPOTENCY_KEY_CHARS_MAX + 1])
{
    size_t chars = strlen(value);

    if (chars >= 2 && value[0] == '"' && value[chars - 1] == '"') {
        value++;
        chars -= 2;
    }
    if (chars < 1 || chars > IDEMPOTENCY_KEY_CHARS_MAX)
        return fail(BAD_REQUEST, "Idempotency-Key has 1 to %d characters", IDEMPOTENCY_KEY_CHARS_MAX);
    for (size_t i = 0; i < chars; i++)
        if (value[i] <= ' ' || value[i] >= 0x7F || value[i] == '"')
            return fail(BAD_REQUEST, "Idempotency-Key holds a character that is not visible ASCII, or a quote");
    memcpy(ret_key, value, chars);
    ret_key[chars] = '\0';
    return OK;
}
