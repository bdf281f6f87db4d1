#include "gateway/body.h"

#include <string.h>
#include <strings.h>

#include "gateway/deadline.h"

#define SKIP_BYTES_MAX 2048
#define SKIP_MS        20

static struct status read_all(struct exchange *exchange, char *body, size_t bytes)
{
    size_t got = 0;

    if (exchange->guarded.expects_continue)
        mg_printf(exchange->connection, "HTTP/1.1 100 Continue\r\n\r\n");
    while (got < bytes) {
        int more = mg_read(exchange->connection, body + got, bytes - got);

        if (more <= 0)
            break;
        got += (size_t)more;
    }
    if (got == bytes)
        return OK;
    if (deadline_passed()) {
        metrics_count(exchange->gateway->metrics, COUNT_BODY_TIMED_OUT);
        return fail(BAD_REQUEST, "the body did not come within %lld ms",
                    (long long)exchange->gateway->settings->body_ms);
    }
    return fail(BAD_REQUEST, "the body ended after %zu of %zu bytes", got, bytes);
}

struct status body_read(struct exchange *exchange, size_t bytes_max, const char **ret_body, size_t *ret_bytes)
{
    size_t bytes = (size_t)exchange->guarded.content_bytes;
    struct status status;
    char *body;

    *ret_body = NULL;
    *ret_bytes = 0;
    if (bytes == 0)
        return OK;
    if (bytes > bytes_max)
        return fail(BODY_TOO_LARGE, "at most %zu bytes", bytes_max);
    body = arena_alloc(exchange->arena, bytes + 1);
    deadline_set_ms(exchange->gateway->settings->body_ms);
    status = read_all(exchange, body, bytes);
    deadline_set_ms(-1);
    exchange->body_done = ok(status);
    *ret_body = body;
    *ret_bytes = bytes;
    return status;
}

void body_skip(struct exchange *exchange)
{
    char scrap[SKIP_BYTES_MAX];
    int64_t left = exchange->guarded.content_bytes;
    int got = 1;

    if (exchange->body_done || exchange->guarded.expects_continue || left > SKIP_BYTES_MAX)
        return;
    deadline_set_ms(SKIP_MS);
    while (left > 0 && got > 0) {
        got = mg_read(exchange->connection, scrap, (size_t)left);
        left -= got;
    }
    deadline_set_ms(-1);
    exchange->body_done = left == 0;
}

struct status body_is_json(const struct exchange *exchange)
{
    static const char json[] = "application/json";
    const char *type = header_of(exchange->info, "Content-Type");
    const char *after;

    if (exchange->guarded.content_bytes == 0)
        return OK;
    if (!type || strncasecmp(type, json, strlen(json)) != 0)
        return fail(NOT_JSON, "Content-Type is not application/json");
    after = type + strlen(json) + strspn(type + strlen(json), " ");
    if (*after == '\0' || (*after == ';' && !strcasestr(after, "charset=")) || strcasestr(after, "charset=utf-8") ||
        strcasestr(after, "charset=\"utf-8\""))
        return OK;
    return fail(NOT_JSON, "Content-Type is not application/json in UTF-8");
}
