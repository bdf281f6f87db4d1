#include "rpc/page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "base/utf8.h"

/* A token is base64url of: a digest of the list it belongs to and of its parts, then the parts, each with a NUL behind
 * it. It is opaque, not secret: whoever makes one up with care starts somewhere else in a list he may read anyway. */
#define DIGEST_BYTES    8
#define TOKEN_CHARS_MAX 1024

#define TIME_US_MAX INT64_C(253402300799999999) /* the end of the year 9999 */

static void digest_of(const struct call *call, const char *filter, const void *parts, size_t bytes,
                      uint8_t digest[SHA256_BYTES])
{
    struct buf all;

    buf_init(&all, call->arena, 0);
    buf_add_str(&all, call->method ? call->method->full_name : "");
    buf_add_char(&all, '\n');
    buf_add_str(&all, filter);
    buf_add_char(&all, '\n');
    buf_add(&all, parts, bytes);
    sha256(all.data, all.len, digest);
}

char *page_token_make(struct call *call, const char *filter, const char *const *parts, size_t count)
{
    uint8_t digest[SHA256_BYTES];
    struct buf body, token;

    buf_init(&body, call->arena, 0);
    for (size_t i = 0; i < count && i < PAGE_PARTS_MAX; i++)
        buf_add(&body, parts[i], strlen(parts[i]) + 1);
    digest_of(call, filter, body.data, body.len, digest);
    buf_init(&token, call->arena, 0);
    buf_add(&token, digest, DIGEST_BYTES);
    buf_add(&token, body.data, body.len);
    return base64url_encode(call->arena, token.data, token.len);
}

static bool split(const char *data, size_t bytes, const char *parts[PAGE_PARTS_MAX], size_t *ret_count)
{
    size_t count = 0;

    while (bytes > 0 && count < PAGE_PARTS_MAX) {
        size_t part = strnlen(data, bytes);

        if (part == bytes || !utf8_valid(data, part))
            return false;
        parts[count++] = data;
        data += part + 1;
        bytes -= part + 1;
    }
    *ret_count = count;
    return bytes == 0;
}

static bool belongs(struct call *call, const char *filter, const uint8_t *data, size_t bytes)
{
    uint8_t digest[SHA256_BYTES];

    if (bytes < DIGEST_BYTES)
        return false;
    digest_of(call, filter, data + DIGEST_BYTES, bytes - DIGEST_BYTES, digest);
    return memcmp(data, digest, DIGEST_BYTES) == 0;
}

struct status page_token_read(struct call *call, const char *filter, const char *token,
                              const char *ret_parts[PAGE_PARTS_MAX], size_t *ret_count)
{
    size_t chars = strlen(token), bytes;
    uint8_t *data;

    *ret_count = 0;
    if (chars == 0)
        return OK;
    if (chars > TOKEN_CHARS_MAX || !base64url_decode(call->arena, token, chars, &data, &bytes) ||
        !belongs(call, filter, data, bytes) ||
        !split((char *)data + DIGEST_BYTES, bytes - DIGEST_BYTES, ret_parts, ret_count))
        return fail(PAGE_TOKEN_INVALID, "the page token is not one of this list");
    return OK;
}

int page_size(int64_t asked)
{
    if (asked <= 0)
        return PAGE_SIZE_DEFAULT;
    return asked < PAGE_SIZE_MAX ? (int)asked : PAGE_SIZE_MAX;
}

/* A moment after 1970, as page_token() writes it. */
static bool time_read(const char *text, int64_t *ret_us)
{
    char *end;
    long long us = strtoll(text, &end, 10);

    if (*text < '1' || *text > '9' || *end || us > TIME_US_MAX)
        return false;
    *ret_us = us;
    return true;
}

struct status page_read(struct call *call, enum page_order order, const char *filter, int64_t size, const char *token,
                        struct page *ret_page)
{
    struct page page = { .order = order, .filter = filter, .after = "", .rows_max = page_size(size) + 1 };
    const char *parts[PAGE_PARTS_MAX];
    size_t count, wanted = order == PAGE_BY_TIME ? 2 : 1;

    TRY(page_token_read(call, filter, token, parts, &count));
    if (count > 0) {
        if (count != wanted || (order == PAGE_BY_TIME && !time_read(parts[0], &page.after_us)) ||
            (order != PAGE_BY_TEXT && !id_valid(parts[wanted - 1])))
            return fail(PAGE_TOKEN_INVALID, "the page token holds no place of this list");
        page.after = parts[wanted - 1];
    }
    *ret_page = page;
    return OK;
}

bool page_cut(struct page *page)
{
    if (page->count < (size_t)page->rows_max)
        return false;
    page->count = (size_t)page->rows_max - 1;
    return true;
}

const char *page_token(struct call *call, const struct page *page, int64_t last_us, const char *last)
{
    const char *parts[] = { arena_printf(call->arena, "%" PRId64, last_us), last };
    size_t skipped = page->order == PAGE_BY_TIME ? 0 : 1;

    return page_token_make(call, page->filter, parts + skipped, 2 - skipped);
}
