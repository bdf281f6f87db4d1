#include "wechat/client.h"

#include "api_stand.h"
#include "wechat/code.h"
#include "wechat/login.h"
#include "wechat/safety.h"
#include "wechat/subscribe.h"

static struct status send_message(void)
{
    struct wechat_message message = { .openid = "o1",
                                      .template_id = "T1",
                                      .page = "pages/order/order?id=1",
                                      .values = { { "thing1", "苹果 \"红\"" }, { "amount2", "¥12.50" } },
                                      .values_count = 2 };

    return wechat_message_send(wechat, &arena, &message, &failure);
}

/* ---- the access token -----------------------------------------------------------------------------------------------
 */

static void one_token_serves_many_calls(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_ok(send_message());
    assert_int_equal(there.token_calls, 1);
    assert_int_equal(there.calls, 5);
    assert_string_equal(there.target, "/cgi-bin/message/subscribe/send?access_token=token-1%2F%2B%26");
}

static void a_dead_token_is_fetched_again_once(void **state)
{
    (void)state;
    assert_ok(send_message());
    there.token_from = 2;
    assert_ok(send_message());
    assert_int_equal(there.token_calls, 2);
    assert_int_equal(there.calls, 3);
    /* and when WeChat will have none of it, that is all that we try */
    there.token_from = 1000;
    assert_fails(send_message(), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_REFRESH_TOKEN);
    assert_int_equal(failure.errcode, 40001);
    assert_string_equal(failure.request_id, "r-3");
    assert_int_equal(there.token_calls, 3);
    assert_int_equal(there.calls, 5);
}

static void a_token_that_is_refused_and_given_again_ends_the_call(void **state)
{
    (void)state;
    there.same_token = true;
    there.token_from = 2;
    assert_fails(send_message(), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_REFRESH_TOKEN);
    assert_int_equal(there.token_calls, 2);
    assert_int_equal(there.calls, 1);
}

static void a_token_is_replaced_before_it_ends(void **state)
{
    (void)state;
    there.expires_in = 1; /* half of it counts, the other half is margin */
    assert_ok(send_message());
    clock_sleep_ms(600);
    assert_ok(send_message());
    assert_int_equal(there.token_calls, 2);
}

static void *send_in_thread(void *data)
{
    struct arena own;
    struct wechat_message message = {
        .openid = "o1", .template_id = "T1", .values = { { "thing1", "x" } }, .values_count = 1
    };

    arena_init(&own, ARENA_BYTES_MAX);
    *(struct status *)data = wechat_message_send(wechat, &own, &message, NULL);
    arena_finish(&own);
    return NULL;
}

static int send_together(struct status statuses[16])
{
    pthread_t threads[16];
    int good = 0;

    for (int i = 0; i < 16; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, send_in_thread, &statuses[i]), 0);
    for (int i = 0; i < 16; i++) {
        pthread_join(threads[i], NULL);
        good += ok(statuses[i]);
    }
    return good;
}

static void sixteen_threads_fetch_one_token(void **state)
{
    struct status statuses[16];

    (void)state;
    there.token_delay_ms = 100;
    assert_int_equal(send_together(statuses), 16);
    assert_int_equal(there.token_calls, 1);
    there.token_from = 2;
    assert_int_equal(send_together(statuses), 16);
    assert_int_equal(there.token_calls, 2);
}

static void one_failed_fetch_answers_all_who_wait(void **state)
{
    struct status statuses[16];

    (void)state;
    there.token_delay_ms = 100;
    there.token_fails = true;
    assert_int_equal(send_together(statuses), 0);
    for (int i = 0; i < 16; i++)
        assert_int_equal(statuses[i].code, CODE_INTERNAL);
    assert_int_equal(there.token_calls, 1);
    assert_fails(send_message(), WECHAT_MISCONFIGURED);
    assert_int_equal(failure.errcode, 40164);
    assert_int_equal(there.token_calls, 1); /* not again within a second */
    assert_int_equal(there.calls, 0);
    clock_sleep_ms(1000);
    there.token_fails = false;
    assert_ok(send_message());
}

static void waiting_for_a_token_ends(void **state)
{
    int64_t begin_ms = clock_mono_ms();

    (void)state;
    wechat_destroy(wechat);
    wechat = make_client(NULL, 300);
    there.token_delay_ms = 1500;
    assert_fails(send_message(), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY); /* the message has not been sent, so nothing is unclear */
    assert_in_range(clock_mono_ms() - begin_ms, 200, 1200);
    assert_int_equal(there.calls, 0);
}

/* ---- replicas share a token
 * --------------------------------------------------------------------------------------------- */

static struct {
    char key[64], value[2048];
    int64_t ttl_ms;
    int puts;
} cached;

static bool cache_get(void *data, const char *key, char *value, size_t size)
{
    (void)data;
    if (!cached.value[0] || strcmp(key, cached.key) != 0)
        return false;
    snprintf(value, size, "%s", cached.value);
    return true;
}

static void cache_put(void *data, const char *key, const char *value, int64_t ttl_ms)
{
    (void)data;
    snprintf(cached.key, sizeof(cached.key), "%s", key);
    snprintf(cached.value, sizeof(cached.value), "%s", value);
    cached.ttl_ms = ttl_ms;
    cached.puts++;
}

static void replicas_share_a_token(void **state)
{
    const struct wechat_cache cache = { .get = cache_get, .put = cache_put };

    (void)state;
    memset(&cached, 0, sizeof(cached));
    wechat_destroy(wechat);
    wechat = make_client(&cache, 5000);
    assert_ok(send_message());
    assert_int_equal(cached.ttl_ms, (7200 - 300) * 1000);
    wechat_destroy(wechat);
    wechat = make_client(&cache, 5000);
    assert_ok(send_message());
    assert_int_equal(there.token_calls, 1);
    /* a dead one in the cache is not believed a second time */
    there.token_from = 2;
    assert_ok(send_message());
    assert_int_equal(there.token_calls, 2);
    assert_int_equal(cached.puts, 2);
}

static void a_broken_cache_does_no_harm(void **state)
{
    static const char *const values[] = {
        "", "x", "12", "99999999999999 ", "1 token-9", "-5 token-9", "99999999999999999999999 "
    };
    const struct wechat_cache cache = { .get = cache_get, .put = cache_put };

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        memset(&cached, 0, sizeof(cached));
        snprintf(cached.key, sizeof(cached.key), "wechat:token:wx1234");
        snprintf(cached.value, sizeof(cached.value), "%s", values[i]);
        wechat_destroy(wechat);
        wechat = make_client(&cache, 5000);
        assert_ok(send_message());
        assert_null(strstr(there.target, "token-9"));
    }
}

/* ---- the calls
 * ------------------------------------------------------------------------------------------------------------- */

static void a_message_is_written_as_wechat_wants_it(void **state)
{
    (void)state;
    assert_ok(send_message());
    assert_string_equal(there.body,
                        "{\"touser\":\"o1\",\"template_id\":\"T1\",\"page\":\"pages/order/order?id=1\","
                        "\"miniprogram_state\":\"formal\",\"lang\":\"zh_CN\",\"data\":{\"thing1\":{\"value\":"
                        "\"苹果 \\\"红\\\"\"},\"amount2\":{\"value\":\"¥12.50\"}}}");
    there.answer = "{\"errcode\":43101,\"errmsg\":\"user refuse to accept the msg rid: 6176\"}";
    assert_fails(send_message(), WECHAT_NOT_SUBSCRIBED);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    assert_string_equal(failure.request_id, "6176");
}

static void a_message_with_a_bad_value_is_not_sent(void **state)
{
    struct wechat_message message = {
        .openid = "o1", .template_id = "T1", .values = { { "thing1", "two\nlines" } }, .values_count = 1
    };

    (void)state;
    assert_fails(wechat_message_send(wechat, &arena, &message, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    message.values_count = 0;
    assert_fails(wechat_message_send(wechat, &arena, &message, NULL), WECHAT_CONTENT_INVALID);
    message.values_count = WECHAT_MESSAGE_VALUES_MAX + 1;
    assert_fails(wechat_message_send(wechat, &arena, &message, NULL), WECHAT_CONTENT_INVALID);
    assert_int_equal(there.calls + there.token_calls, 0);
}

static void a_login_code_becomes_a_session(void **state)
{
    struct wechat_session session;

    (void)state;
    there.answer = "{\"openid\":\"o1\",\"session_key\":\"tiihtNczf5v6AKRyjwEUhQ==\",\"unionid\":\"u1\"}";
    assert_ok(wechat_login(wechat, &arena, "a b&c", &session, &failure));
    assert_string_equal(session.openid, "o1");
    assert_string_equal(session.unionid, "u1");
    assert_string_equal(session.session_key, "tiihtNczf5v6AKRyjwEUhQ==");
    assert_string_equal(there.target, "/sns/jscode2session?appid=wx1234&secret=" SECRET_TEXT
                                      "&js_code=a%20b%26c&grant_type=authorization_code");
    assert_int_equal(there.token_calls, 0);
    there.answer = "{\"openid\":\"o1\",\"session_key\":\"k\"}";
    assert_ok(wechat_login(wechat, &arena, "c", &session, NULL));
    assert_string_equal(session.unionid, "");
}

static void bad_login_codes_are_told_apart(void **state)
{
    struct wechat_session session = { .openid = "untouched" };

    (void)state;
    there.answer = "{\"errcode\":40029,\"errmsg\":\"invalid code\"}";
    assert_fails(wechat_login(wechat, &arena, "c", &session, NULL), WECHAT_CODE_INVALID);
    there.answer = "{\"errcode\":40163,\"errmsg\":\"code been used\"}";
    assert_fails(wechat_login(wechat, &arena, "c", &session, NULL), WECHAT_CODE_INVALID);
    there.answer = "{\"errcode\":40226,\"errmsg\":\"code blocked\"}";
    assert_fails(wechat_login(wechat, &arena, "c", &session, NULL), WECHAT_USER_BLOCKED);
    there.answer = "{\"errcode\":-1,\"errmsg\":\"system error\"}";
    assert_fails(wechat_login(wechat, &arena, "c", &session, &failure), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    there.answer = "{\"session_key\":\"k\"}";
    assert_fails(wechat_login(wechat, &arena, "c", &session, NULL), WECHAT_UNCLEAR);
    assert_int_equal(there.calls, 5);
    assert_fails(wechat_login(wechat, &arena, "", &session, NULL), WECHAT_CODE_INVALID);
    assert_fails(wechat_login(wechat, &arena, arena_printf(&arena, "%300d", 1), &session, NULL), WECHAT_CODE_INVALID);
    assert_int_equal(there.calls, 5);
    assert_string_equal(session.openid, "untouched");
}

static void a_phone_code_becomes_a_number(void **state)
{
    struct wechat_phone phone;

    (void)state;
    there.answer = "{\"errcode\":0,\"phone_info\":{\"phoneNumber\":\"+15551234\",\"purePhoneNumber\":\"5551234\","
                   "\"countryCode\":\"1\",\"watermark\":{\"timestamp\":1637744274,\"appid\":\"wx1234\"}}}";
    assert_ok(wechat_phone(wechat, &arena, "p1", "o1", &phone, NULL));
    assert_string_equal(phone.number, "5551234");
    assert_string_equal(phone.country_code, "1");
    assert_string_equal(there.body, "{\"code\":\"p1\",\"openid\":\"o1\"}");
    there.answer = "{\"errcode\":0,\"phone_info\":{\"purePhoneNumber\":\"5551234\",\"countryCode\":\"1\","
                   "\"watermark\":{\"appid\":\"wx-other\"}}}";
    assert_fails(wechat_phone(wechat, &arena, "p1", NULL, &phone, NULL), WECHAT_UNCLEAR);
}

static void texts_are_judged(void **state)
{
    struct wechat_text_check check = { .openid = "o1", .scene = WECHAT_FORUM, .content = "a \"text\"", .title = "t" };
    struct wechat_judgement judgement;
    char *longer = arena_alloc(&arena, 2502);

    (void)state;
    there.answer = "{\"errcode\":0,\"result\":{\"suggest\":\"pass\",\"label\":100},\"trace_id\":\"t1\"}";
    assert_ok(wechat_check_text(wechat, &arena, &check, &judgement, NULL));
    assert_int_equal(judgement.advice, WECHAT_PASS);
    assert_int_equal(judgement.label, 100);
    assert_string_equal(judgement.trace_id, "t1");
    assert_string_equal(there.body,
                        "{\"version\":2,\"scene\":3,\"openid\":\"o1\",\"content\":\"a \\\"text\\\"\",\"title\":\"t\"}");
    there.answer = "{\"result\":{\"suggest\":\"something new\"}}";
    assert_ok(wechat_check_text(wechat, &arena, &check, &judgement, NULL));
    assert_int_equal(judgement.advice, WECHAT_REVIEW);
    there.answer = "{\"errcode\":0}";
    assert_fails(wechat_check_text(wechat, &arena, &check, &judgement, NULL), WECHAT_UNCLEAR);
    there.answer = "{\"errcode\":61010,\"errmsg\":\"code is expired\"}";
    assert_fails(wechat_check_text(wechat, &arena, &check, &judgement, NULL), WECHAT_USER_NOT_ACTIVE);
    check.content = memset(longer, 'x', 2501);
    assert_fails(wechat_check_text(wechat, &arena, &check, &judgement, NULL), WECHAT_CONTENT_INVALID);
    longer[2500] = '\0';
    there.answer = "{\"result\":{\"suggest\":\"risky\",\"label\":10001},\"detail\":[{\"keyword\":\"spam\"}]}";
    assert_ok(wechat_check_text(wechat, &arena, &check, &judgement, NULL));
    assert_string_equal(judgement.keyword, "spam");
}

static void media_are_handed_in(void **state)
{
    const char *trace_id;

    (void)state;
    there.answer = "{\"errcode\":0,\"trace_id\":\"t7\"}";
    assert_ok(
        wechat_check_media(wechat, &arena, "o1", WECHAT_PROFILE, WECHAT_IMAGE, "https://x/1.jpg", &trace_id, NULL));
    assert_string_equal(trace_id, "t7");
    assert_string_equal(there.body, "{\"version\":2,\"scene\":1,\"media_type\":2,\"openid\":\"o1\",\"media_url\":"
                                    "\"https://x/1.jpg\"}");
}

static void users_have_a_rank(void **state)
{
    struct wechat_risk_question question = { .openid = "o1", .scene = WECHAT_MARKETING, .client_ip = "1.2.3.4" };
    int rank = -1;

    (void)state;
    there.answer = "{\"errcode\":0,\"risk_rank\":3,\"unoin_id\":1}";
    assert_ok(wechat_risk_rank(wechat, &arena, &question, &rank, NULL));
    assert_int_equal(rank, 3);
    assert_string_equal(there.body, arena_printf(&arena,
                                                 "{\"scene\":1,\"appid\":\"%s\",\"openid\":\"o1\",\"client_ip\":"
                                                 "\"1.2.3.4\"}",
                                                 wechat_app_id(wechat)));
    question.phone = "13800000000";
    there.answer = "{\"errcode\":0,\"risk_rank\":5}";
    assert_fails(wechat_risk_rank(wechat, &arena, &question, &rank, NULL), WECHAT_UNCLEAR);
    assert_non_null(strstr(there.body, "\"mobile_no\":\"13800000000\""));
    there.answer = "{\"errcode\":61010,\"errmsg\":\"not active\"}";
    assert_fails(wechat_risk_rank(wechat, &arena, &question, &rank, NULL), WECHAT_USER_NOT_ACTIVE);
    assert_int_equal(rank, 3);
}

static void a_code_is_an_image(void **state)
{
    struct wechat_code_request request = { .scene = "i=Ab3_9", .page = "pages/index/index" };
    struct wechat_code_image image;

    (void)state;
    there.answer = "\x89PNG\r\n\x1A\n and so on";
    assert_ok(wechat_code_image(wechat, &arena, &request, &image, NULL));
    assert_string_equal(image.content_type, "image/png");
    assert_int_equal(image.count, 18);
    assert_memory_equal(image.bytes, there.answer, image.count);
    assert_string_equal(there.body,
                        "{\"scene\":\"i=Ab3_9\",\"page\":\"pages/index/index\",\"check_path\":true,\"width\":430,"
                        "\"is_hyaline\":false}");
    there.answer = "\xFF\xD8\xFF\xE0 jpeg";
    assert_ok(wechat_code_image(wechat, &arena, &request, &image, NULL));
    assert_string_equal(image.content_type, "image/jpeg");
    there.answer = "<html>a proxy's page</html>";
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, NULL), WECHAT_UNCLEAR);
    there.answer = "{\"errcode\":45009,\"errmsg\":\"reach max api daily quota limit\"}";
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), WECHAT_QUOTA_USED_UP);
    assert_int_equal(failure.kind, WECHAT_TOMORROW);
}

static void scenes_are_checked(void **state)
{
    struct wechat_code_request request = { .scene = "50%" };
    struct wechat_code_image image;

    (void)state;
    assert_true(wechat_scene_valid("!#$&'()*+,/:;=?@-._~0aZ"));
    assert_true(wechat_scene_valid("0192e4a4f0b27a3c8f1d2e3c4b5a6978"));
    assert_false(wechat_scene_valid("0192e4a4f0b27a3c8f1d2e3c4b5a69780"));
    assert_false(wechat_scene_valid(""));
    assert_false(wechat_scene_valid("邻里"));
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), WECHAT_CONTENT_INVALID);
    request = (struct wechat_code_request){ .scene = "x", .width = 279 };
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), WECHAT_CONTENT_INVALID);
    request = (struct wechat_code_request){ .scene = "x", .page = "/pages/x" };
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(there.calls, 0);
}

static void broken_answers_are_not_believed(void **state)
{
    static const char *const broken[] = {
        "", "[]", "null", "{\"errcode\":", "ok", "{\"a\":[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        there.answer = broken[i];
        assert_fails(send_message(), WECHAT_UNCLEAR);
        assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
    }
    there.status = 502;
    there.answer = "<html>bad gateway</html>";
    assert_fails(send_message(), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    assert_int_equal(failure.http_status, 502);
    there.status = 302;
    assert_fails(send_message(), WECHAT_REFUSED);
}

/* A URL has the token in it, code2session's even the app's secret: no failure may tell. */
static void no_secret_is_told(void **state)
{
    struct wechat_session session;
    struct status status;
    struct wechat_options options = { .base_url = "http://127.0.0.1:1", .app_id = "wx1234", .app_secret = SECRET_TEXT };

    (void)state;
    assert_ok(send_message());
    there.status = 418;
    there.answer = "what?";
    status = send_message();
    assert_null(strstr(status.text, "token-"));
    status = wechat_login(wechat, &arena, "c", &session, NULL);
    assert_null(strstr(status.text, SECRET_TEXT));
    wechat_destroy(wechat);
    assert_ok(wechat_create(&options, &wechat));
    status = wechat_login(wechat, &arena, "c", &session, &failure);
    assert_fails(status, NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    assert_null(strstr(status.text, SECRET_TEXT));
}

static void settings_are_checked(void **state)
{
    struct wechat *none = NULL;

    (void)state;
    assert_fails(
        wechat_create(&(struct wechat_options){ .base_url = "ftp://x", .app_id = "a", .app_secret = "b" }, &none),
        CODE_INVALID_ARGUMENT, "SETTING_INVALID");
    assert_fails(
        wechat_create(&(struct wechat_options){ .base_url = "https://x", .app_id = "", .app_secret = "b" }, &none),
        CODE_INVALID_ARGUMENT, "SETTING_INVALID");
    assert_fails(wechat_create(&(struct wechat_options){ .base_url = "https://x", .app_id = "a" }, &none),
                 CODE_INVALID_ARGUMENT, "SETTING_INVALID");
    assert_null(none);
    wechat_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_token_serves_many_calls),
        TEST(a_dead_token_is_fetched_again_once),
        TEST(a_token_that_is_refused_and_given_again_ends_the_call),
        TEST(a_token_is_replaced_before_it_ends),
        TEST(sixteen_threads_fetch_one_token),
        TEST(one_failed_fetch_answers_all_who_wait),
        TEST(waiting_for_a_token_ends),
        TEST(replicas_share_a_token),
        TEST(a_broken_cache_does_no_harm),
        TEST(a_message_is_written_as_wechat_wants_it),
        TEST(a_message_with_a_bad_value_is_not_sent),
        TEST(a_login_code_becomes_a_session),
        TEST(bad_login_codes_are_told_apart),
        TEST(a_phone_code_becomes_a_number),
        TEST(texts_are_judged),
        TEST(media_are_handed_in),
        TEST(users_have_a_rank),
        TEST(a_code_is_an_image),
        TEST(scenes_are_checked),
        TEST(broken_answers_are_not_believed),
        TEST(no_secret_is_told),
        TEST(settings_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
