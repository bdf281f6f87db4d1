/* The mini-program API and the message push, with WeChat's side played by the stand-in. */
#include "wechat/client.h"

#include "base/clock.h"
#include "pushes.h"
#include "support/check.h"
#include "support/loopback.h"
#include "wechat/code.h"
#include "wechat/login.h"
#include "wechat/safety.h"
#include "wechat/subscribe.h"

static struct arena arena;
static struct sandbox sandbox;
static struct wechat *wechat;

static int start(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    sandbox_start(&sandbox);
    struct wechat_options options = {
        .base_url = sandbox.wx,
        .app_id = sandbox_file(&sandbox, &arena, "app_id"),
        .app_secret = sandbox_file(&sandbox, &arena, "app_secret"),
    };
    assert_ok(wechat_create(&options, &wechat));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    wechat_destroy(wechat);
    sandbox_stop(&sandbox);
    arena_finish(&arena);
    return 0;
}

static const json_t *new_user(void)
{
    return sandbox_call(&sandbox, &arena, "/user", "{}", NULL);
}

static void test_a_login_code_is_good_once(void **state)
{
    const json_t *user = new_user();
    struct wechat_session session;

    (void)state;
    assert_ok(wechat_login(wechat, &arena, sandbox_text(user, "code"), &session, NULL));
    assert_string_equal(session.openid, sandbox_text(user, "openid"));
    assert_string_equal(session.unionid, sandbox_text(user, "unionid"));
    assert_int_equal(strlen(session.session_key), 24);
    assert_fails(wechat_login(wechat, &arena, sandbox_text(user, "code"), &session, NULL), WECHAT_CODE_INVALID);
    assert_fails(wechat_login(wechat, &arena, "never-given", &session, NULL), WECHAT_CODE_INVALID);
    user = sandbox_call(&sandbox, &arena, "/user", "{\"blocked\":true}", NULL);
    assert_fails(wechat_login(wechat, &arena, sandbox_text(user, "code"), &session, NULL), WECHAT_USER_BLOCKED);
}

static void test_a_phone_number_for_its_code(void **state)
{
    const json_t *user = new_user();
    struct wechat_phone phone;

    (void)state;
    assert_ok(wechat_phone(wechat, &arena, sandbox_text(user, "phoneCode"), NULL, &phone, NULL));
    assert_string_equal(phone.number, sandbox_text(user, "phone"));
    assert_string_equal(phone.country_code, "86");
    assert_fails(wechat_phone(wechat, &arena, sandbox_text(user, "phoneCode"), NULL, &phone, NULL),
                 WECHAT_CODE_INVALID);
}

static void test_a_dead_token_is_fetched_again(void **state)
{
    struct wechat_phone phone;

    (void)state;
    sandbox_call(&sandbox, &arena, "/expire-token", "{}", NULL);
    assert_ok(wechat_phone(wechat, &arena, sandbox_text(new_user(), "phoneCode"), NULL, &phone, NULL));
    sandbox_call(&sandbox, &arena, "/expire-token", "{\"revoke\":true}", NULL);
    assert_ok(wechat_phone(wechat, &arena, sandbox_text(new_user(), "phoneCode"), NULL, &phone, NULL));
}

static void test_a_message_needs_a_yes(void **state)
{
    const char *openid = sandbox_text(new_user(), "openid");
    const char *template_id = sandbox_file(&sandbox, &arena, "templates/team_completed");
    struct wechat_message message = {
        .openid = openid,
        .template_id = template_id,
        .page = "pages/team/team?id=1",
        .values = { { "thing1", "云南蓝莓「125 g × 4」" },
                    { "number2", "3" },
                    { "time3", "2026年11月21日 20:01" },
                    { "thing4", "请凭取货码到南门取货" } },
        .values_count = 4,
    };

    (void)state;
    assert_fails(wechat_message_send(wechat, &arena, &message, NULL), WECHAT_NOT_SUBSCRIBED);
    sandbox_call(&sandbox, &arena, "/subscribe",
                 arena_printf(&arena, "{\"openid\":\"%s\",\"template_id\":\"%s\"}", openid, template_id), NULL);
    assert_ok(wechat_message_send(wechat, &arena, &message, NULL));
    assert_fails(wechat_message_send(wechat, &arena, &message, NULL), WECHAT_NOT_SUBSCRIBED);
}

/* What our own rules let through, WeChat's must take: every kind that the templates of the house have. */
static void test_every_template_takes_our_values(void **state)
{
    static const struct {
        const char *name;
        struct wechat_message_value values[4];
        size_t count;
    } messages[] = {
        { "team_failed",
          { { "thing1", "一二三四五六七八九十一二三四五六七八九十" },
            { "thing2", "人数不足" },
            { "amount3", "¥12.50" } },
          3 },
        { "order_paid",
          { { "character_string1", "0192e4a4f0b27a3c8f1d2e3c4b5a6978" },
            { "thing2", "🍎" },
            { "amount3", "12.50元" },
            { "time4", "15:01" } },
          4 },
        { "ready_for_pickup",
          { { "thing1", "a" }, { "thing2", "东门" }, { "character_string3", "A-1024" }, { "thing4", "08:00-20:00" } },
          4 },
        { "refund_done",
          { { "character_string1", "R-1" },
            { "amount2", "￥0.01" },
            { "thing3", "缺货" },
            { "time4", "2026年11月22日 6:30" } },
          4 },
    };
    const char *openid = sandbox_text(new_user(), "openid");

    (void)state;
    for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
        struct wechat_message message = { .openid = openid, .values_count = messages[i].count };

        message.template_id = sandbox_file(&sandbox, &arena, arena_printf(&arena, "templates/%s", messages[i].name));
        memcpy(message.values, messages[i].values, sizeof(message.values[0]) * messages[i].count);
        sandbox_call(&sandbox, &arena, "/subscribe",
                     arena_printf(&arena, "{\"openid\":\"%s\",\"template_id\":\"%s\"}", openid, message.template_id),
                     NULL);
        assert_ok(wechat_message_send(wechat, &arena, &message, NULL));
    }
}

static void test_texts_are_judged(void **state)
{
    struct wechat_text_check check = { .openid = sandbox_text(new_user(), "openid"), .scene = WECHAT_FORUM };
    struct wechat_judgement judgement;

    (void)state;
    check.content = "周末一起去\t爬山 😀 \"引号\" \\ 斜线";
    assert_ok(wechat_check_text(wechat, &arena, &check, &judgement, NULL));
    assert_int_equal(judgement.advice, WECHAT_PASS);
    check.title = "加微信";
    assert_ok(wechat_check_text(wechat, &arena, &check, &judgement, NULL));
    assert_int_equal(judgement.advice, WECHAT_RISKY);
    assert_int_equal(judgement.label, 10001);
    check.openid = "oNobody";
    assert_fails(wechat_check_text(wechat, &arena, &check, &judgement, NULL), WECHAT_OPENID_UNKNOWN);
}

static bool holds(const struct wechat_code_image *image, const char *text)
{
    for (size_t at = 0; at + strlen(text) <= image->count; at++)
        if (memcmp(image->bytes + at, text, strlen(text)) == 0)
            return true;
    return false;
}

static void test_codes_are_pictures(void **state)
{
    struct wechat_code_request request = { .scene = "k=0a1B2c3D4e", .page = "pages/index/index" };
    struct wechat_code_image image;

    (void)state;
    assert_ok(wechat_code_image(wechat, &arena, &request, &image, NULL));
    assert_string_equal(image.content_type, "image/jpeg");
    assert_true(holds(&image, "scene=k=0a1B2c3D4e"));
    request.transparent = true;
    assert_ok(wechat_code_image(wechat, &arena, &request, &image, NULL));
    assert_string_equal(image.content_type, "image/png");
}

static void fault(const char *json)
{
    sandbox_call(&sandbox, &arena, "/faults", json, NULL);
}

static void test_trouble_is_told_apart(void **state)
{
    struct wechat_code_request request = { .scene = "x" };
    struct wechat_code_image image;
    struct wechat_failure failure;

    (void)state;
    assert_ok(wechat_code_image(wechat, &arena, &request, &image, NULL));
    fault(
        "{\"match\":\"POST /wx/wxa/*\",\"kind\":\"error\",\"body\":{\"errcode\":-1,\"errmsg\":\"busy\"},\"count\":1}");
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    fault("{\"match\":\"POST /wx/wxa/*\",\"kind\":\"http\",\"status\":502,\"count\":1}");
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), NOT_AVAILABLE);
    fault("{\"match\":\"POST /wx/wxa/*\",\"kind\":\"reset\",\"when\":\"after\",\"count\":1}");
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), WECHAT_UNCLEAR);
    assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
    fault("{\"match\":\"POST /wx/wxa/*\",\"kind\":\"truncate\",\"count\":1}");
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), WECHAT_UNCLEAR);
    sandbox_call(&sandbox, &arena, "/settings", "{\"limits\":{\"wxacode\":{\"minute\":1}}}", NULL);
    assert_fails(wechat_code_image(wechat, &arena, &request, &image, &failure), NOT_AVAILABLE);
    assert_int_equal(failure.errcode, 45011);
    assert_int_equal(failure.kind, WECHAT_RETRY);
}

/* ---- what is pushed to us -------------------------------------------------------------------------------------------
 */

static void test_pictures_are_judged_by_a_push(void **state)
{
    static const struct {
        const char *picture;
        bool checked;
        enum wechat_advice advice;
    } pictures[] = { { "good.jpg", true, WECHAT_PASS },
                     { "bad.jpg", true, WECHAT_RISKY },
                     { "gone.jpg", false, WECHAT_REVIEW } };
    const char *openid = sandbox_text(new_user(), "openid"), *trace_id;
    struct loopback server;

    (void)state;
    pushes_start(&server);
    sandbox_call(&sandbox, &arena, "/settings", "{\"mediaCheckDelayMs\":1}", NULL);
    for (size_t i = 0; i < sizeof(pictures) / sizeof(*pictures); i++) {
        const char *url = arena_printf(&arena, "%s/picture/%s", server.url, pictures[i].picture);

        assert_ok(wechat_check_media(wechat, &arena, openid, WECHAT_FORUM, WECHAT_IMAGE, url, &trace_id, NULL));
        for (int waits = 0; waits < 100 && pushes.media == (int)i; waits++)
            clock_sleep_ms(20);
        assert_int_equal(pushes.media, i + 1);
        assert_string_equal(pushes.last_media.trace_id, trace_id);
        assert_int_equal(pushes.last_media.checked, pictures[i].checked);
        assert_int_equal(pushes.last_media.judgement.advice, pictures[i].advice);
    }
    pushes_stop(&server);
}

static void test_people_have_a_risk_rank(void **state)
{
    const json_t *user = sandbox_call(&sandbox, &arena, "/user", "{\"riskRank\":4}", NULL);
    struct wechat_risk_question question = { .openid = sandbox_text(user, "openid"),
                                             .scene = WECHAT_MARKETING,
                                             .client_ip = "203.0.113.7" };
    int rank = -1;

    (void)state;
    assert_ok(wechat_risk_rank(wechat, &arena, &question, &rank, NULL));
    assert_int_equal(rank, 4);
    question.openid = "oNobody";
    assert_fails(wechat_risk_rank(wechat, &arena, &question, &rank, NULL), WECHAT_OPENID_UNKNOWN);
}

static void test_pushes_are_opened_and_forged_ones_refused(void **state)
{
    static const char *const flaws[] = { "bad_signature", "tampered", "other_app" };
    const char *openid = sandbox_text(new_user(), "openid");
    struct loopback server;
    const json_t *answer;

    (void)state;
    pushes_start(&server);
    answer = sandbox_call(&sandbox, &arena, "/push-verify", "{}", NULL);
    assert_true(json_is_true(json_object_get(answer, "ok")));
    assert_int_equal(pushes.echoes, 1);
    sandbox_call(&sandbox, &arena, "/message",
                 arena_printf(&arena, "{\"openid\":\"%s\",\"content\":\"在吗？\"}", openid), NULL);
    for (int i = 0; i < 100 && pushes.taken == 0; i++)
        clock_sleep_ms(20);
    assert_int_equal(pushes.taken, 1);
    assert_string_equal(pushes.content, "在吗？");
    for (size_t i = 0; i < sizeof(flaws) / sizeof(*flaws); i++)
        sandbox_call(&sandbox, &arena, "/push-forged",
                     arena_printf(&arena, "{\"openid\":\"%s\",\"fields\":{\"MsgType\":\"text\"},\"flaw\":\"%s\"}",
                                  openid, flaws[i]),
                     NULL);
    assert_int_equal(pushes.refused, 3);
    assert_int_equal(pushes.taken, 1);
    pushes_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_login_code_is_good_once),
        cmocka_unit_test(test_a_phone_number_for_its_code),
        cmocka_unit_test(test_a_dead_token_is_fetched_again),
        cmocka_unit_test(test_a_message_needs_a_yes),
        cmocka_unit_test(test_every_template_takes_our_values),
        cmocka_unit_test(test_texts_are_judged),
        cmocka_unit_test(test_codes_are_pictures),
        cmocka_unit_test(test_trouble_is_told_apart),
        cmocka_unit_test(test_pictures_are_judged_by_a_push),
        cmocka_unit_test(test_people_have_a_risk_rank),
        cmocka_unit_test(test_pushes_are_opened_and_forged_ones_refused),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
