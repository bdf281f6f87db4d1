#include "wechat/client.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/settings.h"
#include "wechat/client_internal.h"
#include "wechat/failure_internal.h"
#include "wechat/figures.h"
#include "wechat/http.h"
#include "wechat/token.h"

struct wechat {
    char *base_url, *app_id, *app_secret, *proxy_url;
    const char *const *app_secret_now; /* NULL: app_secret stays */
    int64_t connect_timeout_ms, timeout_ms;
    struct wechat_cache cache;
    struct wechat_token token;
};

static char *copy(const char *text)
{
    char *twin = text ? strdup(text) : NULL;

    if (text && !twin)
        abort();
    return twin;
}

struct status wechat_create(const struct wechat_options *options, struct wechat **ret_wechat)
{
    struct wechat *wechat;

    TRY(http_base_url_check("the address of WeChat's API", options->base_url));
    if (!options->app_id || !options->app_id[0] || !options->app_secret || !options->app_secret[0])
        return fail(CODE_INVALID_ARGUMENT, "SETTING_INVALID", "a mini-program needs its app id and secret");
    wechat = calloc(1, sizeof(*wechat));
    if (!wechat)
        abort();
    wechat->base_url = copy(options->base_url);
    wechat->app_id = copy(options->app_id);
    wechat->app_secret = copy(options->app_secret);
    wechat->app_secret_now = options->app_secret_now;
    wechat->proxy_url = copy(options->proxy_url);
    wechat->connect_timeout_ms = options->connect_timeout_ms ? options->connect_timeout_ms : HTTP_CONNECT_TIMEOUT_MS;
    wechat->timeout_ms = options->timeout_ms ? options->timeout_ms : HTTP_TIMEOUT_MS;
    wechat->cache = options->cache;
    wechat_token_init(&wechat->token, &wechat->cache, wechat->app_id);
    *ret_wechat = wechat;
    return OK;
}

void wechat_destroy(struct wechat *wechat)
{
    if (!wechat)
        return;
    wechat_token_finish(&wechat->token);
    free(wechat->base_url);
    free(wechat->app_id);
    explicit_bzero(wechat->app_secret, strlen(wechat->app_secret));
    free(wechat->app_secret);
    free(wechat->proxy_url);
    free(wechat);
}

static const char *secret_of(const struct wechat *wechat)
{
    return wechat->app_secret_now ? secret_now(wechat->app_secret_now) : wechat->app_secret;
}

const char *wechat_app_id(const struct wechat *wechat)
{
    return wechat->app_id;
}

/* ---- one exchange
 * ---------------------------------------------------------------------------------------------------- */

struct exchange {
    const char *path, *token, *json; /* token NULL: none */
    size_t bytes_max;
    int64_t deadline_ms;
};

static const char *escape(struct arena *arena, const char *text)
{
    char *escaped = curl_easy_escape(NULL, text, 0), *kept;

    if (!escaped)
        abort();
    kept = arena_strdup(arena, escaped);
    curl_free(escaped);
    return kept;
}

static const char *make_url(const struct wechat *wechat, struct arena *arena, const struct exchange *exchange)
{
    if (!exchange->token)
        return arena_printf(arena, "%s%s", wechat->base_url, exchange->path);
    return arena_printf(arena, "%s%s%saccess_token=%s", wechat->base_url, exchange->path,
                        strchr(exchange->path, '?') ? "&" : "?", escape(arena, exchange->token));
}

const char *wechat_login_path(const struct wechat *wechat, struct arena *arena, const char *code)
{
    return arena_printf(arena, "/sns/jscode2session?appid=%s&secret=%s&js_code=%s&grant_type=authorization_code",
                        escape(arena, wechat->app_id), escape(arena, secret_of(wechat)), escape(arena, code));
}

static struct status no_answer(enum http_outcome outcome, const char *problem, struct wechat_failure *failure)
{
    if (outcome == HTTP_NOT_SENT) {
        wechat_failure_set(failure, WECHAT_RETRY, 0);
        return fail(NOT_AVAILABLE, "WeChat cannot be reached: %s", problem);
    }
    wechat_failure_set(failure, WECHAT_UNCERTAIN, 0);
    return fail(WECHAT_UNCLEAR, "WeChat did not answer: %s", problem);
}

struct status wechat_answer_incomplete(const struct wechat_answer *answer, struct wechat_failure *failure)
{
    wechat_failure_set(failure, WECHAT_UNCERTAIN, 200);
    return fail(WECHAT_UNCLEAR, "WeChat's answer of %zu bytes lacks what it should have", answer->body_bytes);
}

/* WeChat answers 200 with an errcode, a JSON object under any content type, or bytes. */
static struct status judge(struct arena *arena, const struct http_answer *http, size_t bytes_max,
                           struct wechat_answer *answer, struct wechat_failure *failure)
{
    int64_t errcode;

    *answer = (struct wechat_answer){ .body = http->body,
                                      .body_bytes = http->body_bytes,
                                      .content_type = http->content_type };
    answer->json = http->body[0] == '{' ? wechat_json(arena, http->body, http->body_bytes) : NULL;
    errcode = wechat_int(answer->json, "errcode", 0);
    if (errcode != 0 || http->status != 200)
        return wechat_errcode_status(http->status, errcode, wechat_text(arena, answer->json, "errmsg", ""), failure);
    if (answer->json || (bytes_max > 0 && http->body_bytes > 0 && http->body[0] != '{'))
        return OK;
    return wechat_answer_incomplete(answer, failure);
}

static struct status run_unmeasured(struct wechat *wechat, struct arena *arena, const struct exchange *exchange,
                                    struct wechat_answer *answer, struct wechat_failure *failure)
{
    static const char *const headers[] = { "Accept: application/json", "Content-Type: application/json" };
    struct http_request request = {
        .url = make_url(wechat, arena, exchange),
        .body = exchange->json,
        .body_bytes = exchange->json ? strlen(exchange->json) : 0,
        .headers = headers,
        .headers_count = exchange->json ? 2 : 1,
        .connect_timeout_ms = wechat->connect_timeout_ms,
        .timeout_ms = exchange->deadline_ms - clock_mono_ms(),
        .answer_bytes_max = exchange->bytes_max,
        .proxy_url = wechat->proxy_url,
    };
    struct http_answer http;
    const char *problem;
    enum http_outcome outcome;

    if (request.timeout_ms <= 0)
        return no_answer(HTTP_NOT_SENT, "no time is left", failure);
    outcome = http_exchange(arena, &request, &http, &problem);
    if (outcome != HTTP_ANSWERED)
        return no_answer(outcome, problem, failure);
    return judge(arena, &http, exchange->bytes_max, answer, failure);
}

static enum wechat_outcome outcome_of(struct status status, const struct wechat_failure *failure)
{
    if (ok(status))
        return WECHAT_CALL_OK;
    if (failure->http_status == 0)
        return failure->kind == WECHAT_UNCERTAIN ? WECHAT_CALL_NO_ANSWER : WECHAT_CALL_NOT_SENT;
    return failure->kind == WECHAT_PERMANENT || failure->kind == WECHAT_TOMORROW ? WECHAT_CALL_REFUSED
                                                                                 : WECHAT_CALL_BUSY;
}

static struct status run(struct wechat *wechat, struct arena *arena, const struct exchange *exchange,
                         struct wechat_answer *answer, struct wechat_failure *failure)
{
    int64_t began_us = clock_mono_us();
    struct wechat_failure own;
    struct status status = run_unmeasured(wechat, arena, exchange, answer, failure ? failure : &own);

    wechat_call_ended(exchange->json ? "POST" : "GET", exchange->path, outcome_of(status, failure ? failure : &own),
                      clock_mono_us() - began_us);
    return status;
}

/* ---- the access token
 * ------------------------------------------------------------------------------------------------ */

static struct status fetch_token(struct wechat *wechat, struct arena *arena, int64_t deadline_ms,
                                 const char **ret_token, int64_t *ret_seconds, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct buf body;
    int64_t seconds;
    const char *token;

    buf_init(&body, arena, 256);
    buf_add_str(&body, "{\"grant_type\":\"client_credential\",\"appid\":");
    buf_json_string(&body, wechat->app_id);
    buf_add_str(&body, ",\"secret\":");
    buf_json_string(&body, secret_of(wechat));
    buf_add_str(&body, ",\"force_refresh\":false}");
    struct exchange exchange = { .path = "/cgi-bin/stable_token", .json = body.data, .deadline_ms = deadline_ms };
    struct status status = run(wechat, arena, &exchange, &answer, failure);
    if (failed_with(status, WECHAT_UNCLEAR)) {
        failure->kind = WECHAT_RETRY; /* what the caller wanted to do has not begun */
        return fail(NOT_AVAILABLE, "the access token: %s", status.text);
    }
    TRY(status);
    token = wechat_text(arena, answer.json, "access_token", "");
    seconds = wechat_int(answer.json, "expires_in", 0);
    if (!token[0] || strlen(token) >= WECHAT_TOKEN_BYTES_MAX || seconds <= 0 || seconds > 7 * 86400) {
        wechat_failure_set(failure, WECHAT_RETRY, 200);
        return fail(NOT_AVAILABLE, "WeChat's answer has no access token");
    }
    *ret_token = token;
    *ret_seconds = seconds;
    return OK;
}

struct status wechat_call_without_token(struct wechat *wechat, struct arena *arena, const char *path, const char *json,
                                        struct wechat_answer *ret_answer, struct wechat_failure *failure)
{
    struct exchange exchange = { .path = path, .json = json, .deadline_ms = clock_mono_ms() + wechat->timeout_ms };

    return run(wechat, arena, &exchange, ret_answer, failure);
}

struct status wechat_call(struct wechat *wechat, struct arena *arena, const char *path, const char *json,
                          size_t bytes_max, struct wechat_answer *ret_answer, struct wechat_failure *failure)
{
    struct exchange exchange = {
        .path = path, .json = json, .bytes_max = bytes_max, .deadline_ms = clock_mono_ms() + wechat->timeout_ms
    };
    struct wechat_failure own;
    struct status status;

    if (!failure)
        failure = &own;
    TRY(wechat_token_get(wechat, &wechat->token, fetch_token, arena, NULL, exchange.deadline_ms, &exchange.token,
                         failure));
    status = run(wechat, arena, &exchange, ret_answer, failure);
    if (ok(status) || failure->kind != WECHAT_REFRESH_TOKEN)
        return status;
    TRY(wechat_token_get(wechat, &wechat->token, fetch_token, arena, exchange.token, exchange.deadline_ms,
                         &exchange.token, failure));
    return run(wechat, arena, &exchange, ret_answer, failure);
}
