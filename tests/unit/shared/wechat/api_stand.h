/* The mini-program API's side for the tests of the client: it hands out access tokens, keeps what came and answers what
 * the test tells it to. */
#ifndef LINLI_TESTS_API_STAND_H
#define LINLI_TESTS_API_STAND_H

#include "base/clock.h"
#include "support/check.h"
#include "support/loopback.h"
#include "wechat/client.h"

#define SECRET_TEXT "the-app-secret-7f3a"

static struct arena arena;
static struct loopback server;
static struct wechat *wechat;

/* WeChat as these tests need it: it hands out token-1, token-2 … and takes those from `token_from` on. */
static struct {
    pthread_mutex_t lock;
    int tokens, token_from, token_calls, calls, expires_in;
    bool token_fails, same_token;
    int token_delay_ms;
    const char *answer; /* of anything but the token */
    int status;
    char target[2048], body[8192];
} there = { .lock = PTHREAD_MUTEX_INITIALIZER };

static inline size_t answer_token(const struct loopback_request *request, char *out, size_t size)
{
    char text[256];

    there.token_calls++;
    if (!strstr(request->body, "\"secret\":\"" SECRET_TEXT "\"") || !strstr(request->body, "\"force_refresh\":false"))
        return loopback_text(out, size, 200, "", "{\"errcode\":40125,\"errmsg\":\"invalid appsecret rid: r-1\"}");
    if (there.token_fails)
        return loopback_text(out, size, 200, "", "{\"errcode\":40164,\"errmsg\":\"invalid ip rid: r-2\"}");
    if (!there.same_token || there.tokens == 0)
        there.tokens++;
    snprintf(text, sizeof(text), "{\"access_token\":\"token-%d/+&\",\"expires_in\":%d}", there.tokens,
             there.expires_in);
    return loopback_text(out, size, 200, "", text);
}

static inline size_t answer_call(const struct loopback_request *request, char *out, size_t size)
{
    const char *token = strstr(request->target, "access_token=token-");

    there.calls++;
    snprintf(there.target, sizeof(there.target), "%s", request->target);
    snprintf(there.body, sizeof(there.body), "%.*s", (int)request->body_bytes, request->body);
    if (token && atoi(token + strlen("access_token=token-")) < there.token_from)
        return loopback_text(out, size, 200, "", "{\"errcode\":40001,\"errmsg\":\"invalid credential rid: r-3\"}");
    return loopback_text(out, size, there.status, "Content-Type: text/plain\r\n", there.answer);
}

static inline size_t answer(void *data, const struct loopback_request *request, char *out, size_t size)
{
    bool token = strcmp(request->target, "/cgi-bin/stable_token") == 0;
    size_t bytes;

    (void)data;
    if (token && there.token_delay_ms)
        clock_sleep_ms(there.token_delay_ms);
    pthread_mutex_lock(&there.lock);
    bytes = token ? answer_token(request, out, size) : answer_call(request, out, size);
    pthread_mutex_unlock(&there.lock);
    return bytes;
}

static inline struct wechat *make_client(const struct wechat_cache *cache, int64_t timeout_ms)
{
    struct wechat_options options = {
        .base_url = server.url, .app_id = "wx1234", .app_secret = SECRET_TEXT, .timeout_ms = timeout_ms
    };
    struct wechat *made;

    if (cache)
        options.cache = *cache;
    assert_ok(wechat_create(&options, &made));
    return made;
}

static inline int set_up(void **state)
{
    (void)state;
    there.tokens = there.token_from = there.token_calls = there.calls = there.token_delay_ms = 0;
    there.token_fails = there.same_token = false;
    there.expires_in = 7200;
    there.status = 200;
    there.answer = "{\"errcode\":0,\"errmsg\":\"ok\"}";
    arena_init(&arena, ARENA_BYTES_MAX);
    if (!loopback_start(&server, answer, NULL))
        return -1;
    wechat = make_client(NULL, 5000);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    wechat_destroy(wechat);
    loopback_stop(&server);
    arena_finish(&arena);
    return 0;
}

static struct wechat_failure failure __attribute__((unused));

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
