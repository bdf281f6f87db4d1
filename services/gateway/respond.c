#include "gateway/respond.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "gateway/deadline.h"
#include "gateway/gzip.h"
#include "gateway/http.h"

#define HEAD_BYTES       1024
#define ONE_WRITE_BYTES  (16 * 1024) /* an answer up to this goes out in one piece */
#define LINGER_BYTES_MAX (1 << 20)
#define LINGER_MS        300
#define REASON_UNKNOWN   "INTERNAL"

/* ---- problems ---- */

static const Api__ReasonOptions *reason_options(const struct contract *contract, const struct method *method,
                                                const char *name)
{
    const struct enum_value *value = contract_reason(contract, method, name);

    if (!value)
        value = contract_reason(contract, method, REASON_UNKNOWN);
    return value ? value->reason : NULL;
}

static void write_violations(const struct violations *violations, struct buf *out)
{
    int kept = violations->count < VIOLATIONS_MAX ? violations->count : VIOLATIONS_MAX;

    buf_add_str(out, ",\"errors\":[");
    for (int i = 0; i < kept; i++) {
        buf_add_str(out, i ? ",{\"field\":" : "{\"field\":");
        buf_json_string(out, violations->list[i].field);
        buf_add_str(out, ",\"reason\":");
        buf_json_string(out, violations->list[i].reason);
        buf_add_char(out, '}');
    }
    buf_add_char(out, ']');
}

void problem_write(struct exchange *exchange, const struct method *method, struct status status, struct buf *out)
{
    const Api__ReasonOptions *options = reason_options(exchange->gateway->contract, method, status.reason);
    const char *title = !options ? "" : exchange->language == LANGUAGE_EN ? options->en : options->zh;

    buf_add_str(out, "{\"status\":");
    buf_json_int(out, code_http_status(status.code));
    buf_add_str(out, ",\"code\":");
    buf_json_string(out, status.reason);
    buf_add_str(out, ",\"title\":");
    buf_json_string(out, title);
    if (status.text && *status.text && status.code != CODE_INTERNAL) {
        buf_add_str(out, ",\"detail\":");
        buf_json_string(out, status.text);
    }
    buf_add_str(out, ",\"requestId\":");
    buf_json_string(out, exchange->request_id);
    if (status.violations)
        write_violations(status.violations, out);
    buf_add_char(out, '}');
}

static int retry_after_s(const struct exchange *exchange, struct status status)
{
    const Api__ReasonOptions *options =
        reason_options(exchange->gateway->contract, exchange->match.method, status.reason);

    if (status.retry_after_s > 0)
        return status.retry_after_s;
    return options ? (int)options->retry_after_s : 0;
}

/* ---- headers ---- */

static bool list_holds(const char *list, const char *word)
{
    size_t bytes = strlen(word);

    for (const char *at = list + strspn(list, " ,"); *at; at += strcspn(at, " ,"), at += strspn(at, " ,"))
        if (strcspn(at, " ,") == bytes && strncasecmp(at, word, bytes) == 0)
            return true;
    return false;
}

static void add_cors(const struct exchange *exchange, struct buf *out)
{
    const char *origin = header_of(exchange->info, "Origin");

    if (!*exchange->gateway->settings->cors_origins)
        return;
    buf_add_str(out, "Vary: Origin\r\n");
    if (origin && list_holds(exchange->gateway->settings->cors_origins, origin))
        buf_printf(out,
                   "Access-Control-Allow-Origin: %s\r\n"
                   "Access-Control-Expose-Headers: Content-Disposition, ETag, RateLimit, RateLimit-Policy, "
                   "Retry-After, X-Next-Part, "
                   "X-Request-Id\r\n",
                   origin);
}

/* Every answer has a head, so no printf here. */
static void add_header(struct buf *out, const char *name, const char *value)
{
    buf_add_str(out, name);
    buf_add_str(out, ": ");
    buf_add_str(out, value);
    buf_add_str(out, "\r\n");
}

static void add_number(struct buf *out, const char *before, int64_t number)
{
    buf_add_str(out, before);
    buf_json_int(out, number);
}

static void add_limits(const struct limit_verdict *limits, struct buf *out)
{
    if (!limits->rate_class)
        return;
    buf_add_str(out, "RateLimit-Policy: \"");
    buf_add_str(out, limits->rate_class);
    add_number(out, "\";q=", limits->quota);
    add_number(out, ";w=", limits->window_s);
    buf_add_str(out, "\r\nRateLimit: \"");
    buf_add_str(out, limits->rate_class);
    add_number(out, "\";r=", limits->remaining);
    add_number(out, ";t=", limits->reset_s);
    buf_add_str(out, "\r\n");
}

static bool client_closes(const struct mg_request_info *info)
{
    const char *connection = header_of(info, "Connection");

    if (connection)
        return !list_holds(connection, "keep-alive");
    return !info->http_version || strcmp(info->http_version, "1.1") != 0;
}

static void decide_close(struct exchange *exchange)
{
    exchange->keep_alive_ms = http_keep_alive_ms(exchange->gateway->http);
    if (!exchange->body_done || client_closes(exchange->info) || exchange->keep_alive_ms == 0)
        exchange->close = true;
    if (exchange->close)
        mg_disable_connection_keep_alive(exchange->connection);
}

/* A client that does not know when we hang up may send its next request in that very moment, and lose it. */
static void add_connection(const struct exchange *exchange, struct buf *out)
{
    if (exchange->close) {
        buf_add_str(out, "Connection: close\r\n\r\n");
        return;
    }
    add_number(out, "Connection: keep-alive\r\nKeep-Alive: timeout=", exchange->keep_alive_ms / 1000);
    buf_add_str(out, "\r\n\r\n");
}

static bool takes_gzip(const struct exchange *exchange)
{
    const char *encodings = header_of(exchange->info, "Accept-Encoding");

    return encodings && list_holds(encodings, "gzip");
}

static void add_encoding(const struct exchange *exchange, const struct answer *answer, int status, struct buf *out)
{
    bool packed = answer->gzipped_bytes && takes_gzip(exchange);

    if (answer->gzipped_bytes)
        buf_add_str(out, "Vary: Accept-Encoding\r\n");
    if (status == 304 || status == 204)
        return;
    if (packed)
        buf_add_str(out, "Content-Encoding: gzip\r\n");
    add_number(out, "Content-Length: ", (int64_t)(packed ? answer->gzipped_bytes : answer->bytes));
    buf_add_str(out, "\r\n");
}

static void write_head(struct exchange *exchange, const struct answer *answer, int status, struct buf *out)
{
    add_number(out, "HTTP/1.1 ", status);
    buf_add_str(out, " ");
    buf_add_str(out, mg_get_response_code_text(exchange->connection, status));
    buf_add_str(out, "\r\n");
    if (status != 304 && answer->content_type)
        add_header(out, "Content-Type", answer->content_type);
    add_encoding(exchange, answer, status, out);
    add_header(out, "X-Request-Id", exchange->request_id);
    add_header(out, "Cache-Control", answer->cache_control ? answer->cache_control : "no-store");
    if (answer->etag)
        add_header(out, "ETag", answer->etag);
    add_limits(&exchange->limits, out);
    add_cors(exchange, out);
    if (answer->headers)
        buf_add_str(out, answer->headers);
    buf_add_str(out, "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nX-Frame-Options: DENY\r\n");
    add_connection(exchange, out);
}

/* ---- writing ---- */

/* A client in the middle of a body that we do not want would not see our answer if the connection were closed on it at
 * once (unread data makes that a reset). So take a little more, for a moment, and throw it away. */
static void linger(struct exchange *exchange)
{
    char scrap[4096];
    int64_t taken = 0;
    int got = 1;

    deadline_set_ms(LINGER_MS);
    while (got > 0 && taken < LINGER_BYTES_MAX) {
        got = mg_read(exchange->connection, scrap, sizeof(scrap));
        taken += got;
    }
}

static bool client_has(const struct exchange *exchange, const char *etag)
{
    const char *known = header_of(exchange->info, "If-None-Match");

    return etag && known && (strstr(known, etag) || strcmp(known, "*") == 0);
}

static bool write_all(struct exchange *exchange, const char *data, size_t bytes)
{
    return mg_write(exchange->connection, data, bytes) == (int)bytes;
}

static bool write_piece(void *exchange, const char *piece, size_t bytes)
{
    return write_all(exchange, piece, bytes);
}

static bool write_body(struct exchange *exchange, const struct answer *answer)
{
    if (!answer->gzipped_bytes)
        return write_all(exchange, answer->body, answer->bytes);
    if (takes_gzip(exchange))
        return write_all(exchange, answer->body, answer->gzipped_bytes);
    return gzip_unpack(answer->body, answer->gzipped_bytes, write_piece, exchange);
}

void respond(struct exchange *exchange, const struct answer *answer)
{
    int status = answer->status == 200 && client_has(exchange, answer->etag) ? 304 : answer->status;
    bool with_body = !exchange->head && status != 304 && answer->bytes > 0;
    bool in_one = with_body && !answer->gzipped_bytes && answer->bytes <= ONE_WRITE_BYTES;
    struct buf out;

    decide_close(exchange);
    exchange->status = status;
    buf_init(&out, exchange->arena, HEAD_BYTES + (in_one ? answer->bytes : 0));
    write_head(exchange, answer, status, &out);
    if (in_one)
        buf_add(&out, answer->body, answer->bytes);
    deadline_set_ms(exchange->gateway->settings->write_ms);
    if (!write_all(exchange, out.data, out.len) || (with_body && !in_one && !write_body(exchange, answer)))
        mg_disable_connection_keep_alive(exchange->connection); /* half an answer is the end of a conversation */
    if (!exchange->body_done)
        linger(exchange);
    deadline_set_ms(-1);
}

void respond_failure(struct exchange *exchange, struct status status)
{
    struct answer answer = { .status = code_http_status(status.code), .content_type = "application/problem+json" };
    int wait_s = retry_after_s(exchange, status);
    struct buf body, headers;

    buf_init(&body, exchange->arena, 512);
    problem_write(exchange, exchange->match.method, status, &body);
    answer.body = body.data;
    answer.bytes = body.len;
    buf_init(&headers, exchange->arena, 128);
    if (wait_s > 0)
        buf_printf(&headers, "Retry-After: %d\r\n", wait_s);
    if (status.code == CODE_METHOD_NOT_ALLOWED)
        buf_printf(&headers, "Allow: %s\r\n", exchange->match.allow);
    if (status.code == CODE_UNAUTHENTICATED)
        buf_add_str(&headers, "WWW-Authenticate: Bearer\r\n");
    answer.headers = headers.data;
    exchange->reason = status.reason;
    exchange->turned_away = status.code == CODE_UNAVAILABLE;
    respond(exchange, &answer);
}
