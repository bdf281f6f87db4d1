#include "wechat/http.h"

#include "base/clock.h"
#include "support/check.h"
#include "support/loopback.h"

static struct arena arena;
static struct loopback server;

/* What has been asked; every connection is a thread. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char last_head[8192];
static int served;

static void note(const struct loopback_request *request)
{
    pthread_mutex_lock(&lock);
    served++;
    snprintf(last_head, sizeof(last_head), "%s", request->head);
    pthread_mutex_unlock(&lock);
}

static int requests_served(void)
{
    pthread_mutex_lock(&lock);
    int count = served;
    pthread_mutex_unlock(&lock);
    return count;
}

static const char *header_sent(const char *name, char *value, size_t size)
{
    pthread_mutex_lock(&lock);
    loopback_header(last_head, name, value, size);
    pthread_mutex_unlock(&lock);
    return value;
}

static size_t answer(void *data, const struct loopback_request *request, char *out, size_t size)
{
    (void)data;
    note(request);
    if (strcmp(request->target, "/slow") == 0)
        clock_sleep_ms(1500);
    if (strcmp(request->target, "/close") == 0)
        return 0;
    if (strcmp(request->target, "/moved") == 0)
        return loopback_text(out, size, 302, "Location: /plain\r\n", "");
    if (strcmp(request->target, "/half") == 0)
        return (size_t)snprintf(out, size,
                                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nonly this");
    if (strcmp(request->target, "/large") == 0)
        return (size_t)snprintf(out, size, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n%05000d", 7);
    if (strcmp(request->target, "/headers") == 0) {
        size_t length = (size_t)snprintf(out, size, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");

        while (length + 1100 < size)
            length += (size_t)snprintf(out + length, size - length, "X-Padding: %01000d\r\n", 1);
        return length + (size_t)snprintf(out + length, size - length, "\r\n");
    }
    if (strcmp(request->target, "/refused") == 0)
        return loopback_text(out, size, 404, "", "no");
    if (strcmp(request->target, "/echo") == 0)
        return loopback_text(out, size, 201, "Content-Type: text/plain\r\nX-One: 1\r\n", request->body);
    return loopback_text(out, size, 200, "x-one: eins\r\nX-Two: zwei\r\n", "plain");
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    served = 0;
    return loopback_start(&server, answer, NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    loopback_stop(&server);
    arena_finish(&arena);
    return 0;
}

static struct http_answer got;
static const char *problem;

static enum http_outcome get(const char *path, int64_t timeout_ms, size_t bytes_max)
{
    struct http_request request = { .url = arena_printf(&arena, "%s%s", server.url, path),
                                    .timeout_ms = timeout_ms,
                                    .answer_bytes_max = bytes_max };

    return http_exchange(&arena, &request, &got, &problem);
}

static void what_was_asked_for_comes_back(void **state)
{
    static const char *const headers[] = { "X-Mine: yes" }, *const wanted[] = { "X-One", "X-None", "Content-Type" };
    struct http_request request = { .url = arena_printf(&arena, "%s/echo", server.url),
                                    .body = "hello",
                                    .body_bytes = 5,
                                    .headers = headers,
                                    .headers_count = 1,
                                    .wanted = wanted,
                                    .wanted_count = 3 };
    char value[64];

    (void)state;
    assert_int_equal(http_exchange(&arena, &request, &got, &problem), HTTP_ANSWERED);
    assert_int_equal(got.status, 201);
    assert_int_equal(got.body_bytes, 5);
    assert_string_equal(got.body, "hello");
    assert_string_equal(got.content_type, "text/plain");
    assert_string_equal(got.wanted[0], "1");
    assert_string_equal(got.wanted[1], "");
    assert_string_equal(header_sent("X-Mine", value, sizeof(value)), "yes");
    assert_string_equal(header_sent("Expect", value, sizeof(value)), "");
    assert_string_not_equal(header_sent("User-Agent", value, sizeof(value)), "");
}

static void a_thread_keeps_its_connection(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(get("/plain", 0, 0), HTTP_ANSWERED);
        assert_string_equal(got.body, "plain");
        assert_string_equal(got.content_type, "");
    }
    assert_int_equal(server.connections, 1);
}

static void redirects_are_not_followed(void **state)
{
    (void)state;
    assert_int_equal(get("/moved", 0, 0), HTTP_ANSWERED);
    assert_int_equal(got.status, 302);
    assert_int_equal(requests_served(), 1);
}

static void waiting_ends(void **state)
{
    int64_t begin_ms = clock_mono_ms();

    (void)state;
    assert_int_equal(get("/slow", 200, 0), HTTP_NO_ANSWER);
    assert_in_range(clock_mono_ms() - begin_ms, 150, 1400);
    assert_string_equal(problem, "Timeout was reached");
}

static void a_lost_connection_is_told_from_one_that_never_was(void **state)
{
    struct http_request nobody = { .url = "http://127.0.0.1:1/x" };

    (void)state;
    assert_int_equal(get("/close", 0, 0), HTTP_NO_ANSWER);
    assert_int_equal(get("/half", 0, 0), HTTP_NO_ANSWER);
    assert_int_equal(http_exchange(&arena, &nobody, &got, &problem), HTTP_NOT_SENT);
}

static void large_answers_are_refused(void **state)
{
    struct arena small;
    struct http_request request = { .url = arena_printf(&arena, "%s/large", server.url) };

    (void)state;
    assert_int_equal(get("/large", 0, 5000), HTTP_ANSWERED);
    assert_int_equal(got.body_bytes, 5000);
    assert_int_equal(get("/large", 0, 4999), HTTP_NO_ANSWER);
    assert_string_equal(problem, "the answer is too large");
    assert_int_equal(get("/headers", 0, 0), HTTP_ANSWERED);
    /* one that the arena cannot hold must not end the process */
    arena_init(&small, 2000);
    assert_int_equal(http_exchange(&small, &request, &got, &problem), HTTP_NO_ANSWER);
    arena_finish(&small);
}

struct sink {
    char text[8192];
    size_t bytes, stop_at;
};

static bool take(void *data, const void *bytes, size_t count)
{
    struct sink *sink = data;

    if (sink->bytes + count > sink->stop_at)
        return false;
    memcpy(sink->text + sink->bytes, bytes, count);
    sink->bytes += count;
    return true;
}

static enum http_outcome get_into(struct sink *sink, const char *path, size_t bytes_max)
{
    struct http_request request = { .url = arena_printf(&arena, "%s%s", server.url, path),
                                    .answer_bytes_max = bytes_max,
                                    .take = take,
                                    .take_data = sink };

    sink->bytes = 0;
    return http_exchange(&arena, &request, &got, &problem);
}

static void a_body_may_be_handed_on_as_it_comes(void **state)
{
    static struct sink sink = { .stop_at = sizeof(sink.text) };

    (void)state;
    assert_int_equal(get_into(&sink, "/large", 0), HTTP_ANSWERED);
    assert_int_equal(sink.bytes, 5000);
    assert_int_equal(sink.text[4999], '7');
    assert_int_equal(got.body_bytes, 0);
    assert_int_equal(get_into(&sink, "/large", 4999), HTTP_NO_ANSWER);
    assert_string_equal(problem, "the answer is too large");
    sink.stop_at = 4999;
    assert_int_equal(get_into(&sink, "/large", 0), HTTP_NO_ANSWER);
    assert_string_equal(problem, "the answer is not what was expected");
    /* what is no 200 is read as ever */
    assert_int_equal(get_into(&sink, "/refused", 0), HTTP_ANSWERED);
    assert_int_equal(sink.bytes, 0);
    assert_int_equal(got.status, 404);
    assert_string_equal(got.body, "no");
}

static void other_methods_are_sent(void **state)
{
    struct http_request request = { .url = arena_printf(&arena, "%s/plain", server.url), .method = "DELETE" };

    (void)state;
    assert_int_equal(http_exchange(&arena, &request, &got, &problem), HTTP_ANSWERED);
    assert_memory_equal(last_head, "DELETE /plain", 13);
    request.method = "PUT";
    request.body = "{}";
    request.body_bytes = 2;
    assert_int_equal(http_exchange(&arena, &request, &got, &problem), HTTP_ANSWERED);
    assert_memory_equal(last_head, "PUT /plain", 10);
    assert_int_equal(get("/plain", 0, 0), HTTP_ANSWERED);
    assert_memory_equal(last_head, "GET /plain", 10);
}

static void other_schemes_are_not_spoken(void **state)
{
    struct http_request file = { .url = "file:///etc/hostname" }, ftp = { .url = "ftp://127.0.0.1/x" };

    (void)state;
    assert_int_equal(http_exchange(&arena, &file, &got, &problem), HTTP_NOT_SENT);
    assert_int_equal(http_exchange(&arena, &ftp, &got, &problem), HTTP_NOT_SENT);
}

static void base_urls_are_checked(void **state)
{
    static const char *const bad[] = { "",           "api.weixin.qq.com", "ftp://x",     "https://",   "https:///x",
                                       "https://x/", "https://x?a=b",     "https://u@x", "http://x#y", "https://x y" };

    (void)state;
    assert_ok(http_base_url_check("it", "https://api.weixin.qq.com"));
    assert_ok(http_base_url_check("it", "http://127.0.0.1:8080/wx"));
    assert_fails(http_base_url_check("it", NULL), CODE_INVALID_ARGUMENT, "SETTING_INVALID");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(http_base_url_check("it", bad[i]), CODE_INVALID_ARGUMENT, "SETTING_INVALID");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_asked_for_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_thread_keeps_its_connection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(redirects_are_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(waiting_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lost_connection_is_told_from_one_that_never_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_answers_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_may_be_handed_on_as_it_comes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_methods_are_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_schemes_are_not_spoken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(base_urls_are_checked, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
