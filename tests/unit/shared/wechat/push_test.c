#include "wechat/push.h"

#include <stdio.h>
#include <string.h>

#include "support/check.h"
#include "wechat/push_cipher.h"
#include "wechat/push_events.h"

#define AES_KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* The example of WeChat's documentation. */
#define SEALED                                                                                                         \
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsX"     \
    "UnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajA"     \
    "sjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
#define MESSAGE                                                                                                        \
    "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\",\"CreateTime\":1714112445," \
    "\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}"

static struct wechat_push push = { .token = "AAAAA", .app_id = "wxba5fad812f8e6fb9" };
static const struct wechat_push_query query = { .timestamp = "1714112445",
                                                .nonce = "415670741",
                                                .msg_signature = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3" };
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    push.plain = false;
    return wechat_push_key_read(AES_KEY, push.key) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static const char *envelope(const char *sealed)
{
    return arena_printf(&arena, "{\"ToUserName\":\"gh_97417a04a28d\",\"Encrypt\":\"%s\"}", sealed);
}

static struct status open_with(const struct wechat_push_query *given, const char *body,
                               struct wechat_push_message *message)
{
    return wechat_push_open(&push, &arena, given, body, strlen(body), message);
}

/* ---- what WeChat publishes
 * ------------------------------------------------------------------------------------------- */

static void the_address_is_checked_as_documented(void **state)
{
    struct wechat_push_query check = { .signature = "f464b24fc39322e44b38aa78f5edd27bd1441696",
                                       .timestamp = "1714036504",
                                       .nonce = "1514711492" };

    (void)state;
    assert_true(wechat_push_address_ok(&push, &check));
    check.nonce = "1514711493";
    assert_false(wechat_push_address_ok(&push, &check));
    check.nonce = NULL;
    assert_false(wechat_push_address_ok(&push, &check));
    check = (struct wechat_push_query){ .timestamp = "1714036504", .nonce = "1514711492" };
    assert_false(wechat_push_address_ok(&push, &check));
}

static void the_published_push_is_opened(void **state)
{
    struct wechat_push_message message;

    (void)state;
    assert_ok(open_with(&query, envelope(SEALED), &message));
    assert_string_equal(message.text, MESSAGE);
    assert_string_equal(message.from, "o9AgO5Kd5ggOC-bXrbNODIiE3bGY");
    assert_string_equal(message.to, "gh_97417a04a28d");
    assert_string_equal(message.type, "event");
    assert_string_equal(message.event, "debug_demo");
    assert_int_equal(message.created_s, 1714112445);
    assert_string_equal(message.key, "o9AgO5Kd5ggOC-bXrbNODIiE3bGY:1714112445:debug_demo::::");
}

static void the_published_answer_is_made(void **state)
{
    (void)state;
    assert_string_equal(
        wechat_push_answer(&push, &arena, "{\"demo_resp\":\"good luck\"}", 1713424427, "415670741",
                           (const uint8_t *)"707722b803182950"),
        "{\"Encrypt\":\"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==\","
        "\"MsgSignature\":\"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1\",\"TimeStamp\":1713424427,\"Nonce\":"
        "\"415670741\"}");
}

/* ---- our own, so that everything can be tried
 * --------------------------------------------------------------------------- */

static void sign(const char *sealed, char signature[41])
{
    const char *parts[] = { sealed, "1714112445", "415670741", "AAAAA" };
    uint8_t hash[SHA1_BYTES];
    char *joined;

    for (int i = 0; i < 4; i++)
        for (int j = i + 1; j < 4; j++)
            if (strcmp(parts[i], parts[j]) > 0) {
                const char *swap = parts[i];

                parts[i] = parts[j];
                parts[j] = swap;
            }
    joined = arena_printf(&arena, "%s%s%s%s", parts[0], parts[1], parts[2], parts[3]);
    sha1(joined, strlen(joined), hash);
    hex_encode(hash, sizeof(hash), signature);
}

static struct status open_sealed(const char *sealed, struct wechat_push_message *message)
{
    char signature[41];
    struct wechat_push_query given = query;

    sign(sealed, signature);
    given.msg_signature = signature;
    return open_with(&given, envelope(sealed), message);
}

static struct status open_text(const char *text, struct wechat_push_message *message)
{
    return open_sealed(
        push_cipher_seal(&arena, push.key, (const uint8_t *)"0123456789abcdef", text, strlen(text), push.app_id),
        message);
}

static void every_length_and_so_every_padding_opens(void **state)
{
    struct wechat_push_message message;

    (void)state;
    for (int n = 0; n < 70; n++) {
        const char *text = arena_printf(
            &arena, "{\"MsgType\":\"text\",\"FromUserName\":\"o1\",\"MsgId\":7,\"Content\":\"%*s\"}", n, "");

        assert_ok(open_text(text, &message));
        assert_string_equal(message.text, text);
        assert_string_equal(message.key, "msg:7");
    }
}

static void every_changed_byte_is_refused(void **state)
{
    struct wechat_push_message message;
    char *changed = arena_strdup(&arena, SEALED);

    (void)state;
    for (size_t i = 0; changed[i]; i++) {
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        assert_fails(open_with(&query, envelope(changed), &message), WECHAT_PUSH_UNTRUSTED);
        changed[i] = SEALED[i];
    }
    assert_ok(open_with(&query, envelope(changed), &message));
}

static void forgeries_are_refused(void **state)
{
    struct wechat_push_query given = query;
    struct wechat_push_message message;
    const char *longer = arena_printf(&arena, "{\"Encrypt\":\"%*s\"}", (int)WECHAT_PUSH_BYTES_MAX, "");

    (void)state;
    given.nonce = "415670742";
    assert_fails(open_with(&given, envelope(SEALED), &message), WECHAT_PUSH_UNTRUSTED);
    given = query;
    given.timestamp = "1714112446";
    assert_fails(open_with(&given, envelope(SEALED), &message), WECHAT_PUSH_UNTRUSTED);
    given = query;
    given.msg_signature = NULL;
    assert_fails(open_with(&given, envelope(SEALED), &message), WECHAT_PUSH_UNTRUSTED);
    given.msg_signature = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b";
    assert_fails(open_with(&given, envelope(SEALED), &message), WECHAT_PUSH_UNTRUSTED);
    given.msg_signature = "046E02F8204D34F8BA5FA3B1DB94908F3DF2E9B3";
    assert_fails(open_with(&given, envelope(SEALED), &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_with(&query, MESSAGE, &message), WECHAT_PUSH_UNTRUSTED); /* in clear, in safe mode */
    assert_fails(open_with(&query, "", &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_with(&query, "[]", &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_with(&query, "{\"Encrypt\":7}", &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_with(&query, longer, &message), WECHAT_PUSH_INVALID);
    push.app_id = "wx0000000000000000";
    assert_fails(open_with(&query, envelope(SEALED), &message), WECHAT_PUSH_UNTRUSTED);
    push.app_id = "wxba5fad812f8e6fb9";
}

/* Signed, so it passes as far as the cipher: whatever is inside must not be believed. */
static void envelopes_with_wrong_insides_are_refused(void **state)
{
    struct wechat_push_message message;
    uint8_t zeros[64] = { 0 };

    (void)state;
    assert_fails(open_sealed("", &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_sealed("AAAA", &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_sealed("not base64!", &message), WECHAT_PUSH_UNTRUSTED);
    for (size_t bytes = 16; bytes <= sizeof(zeros); bytes += 16)
        assert_fails(open_sealed(base64_encode(&arena, zeros, bytes), &message), WECHAT_PUSH_UNTRUSTED);
    assert_fails(open_text("", &message), WECHAT_PUSH_INVALID);
    assert_fails(open_text("[1]", &message), WECHAT_PUSH_INVALID);
    assert_fails(open_text("{}", &message), WECHAT_PUSH_INVALID);
    assert_fails(open_text("{\"MsgType\":\"text\"}", &message), WECHAT_PUSH_INVALID);
    assert_fails(open_text(arena_printf(&arena, "{\"MsgType\":\"t\",\"FromUserName\":\"o\",\"x\":%.*s", 40,
                                        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
                           &message),
                 WECHAT_PUSH_INVALID);
}

static void a_key_may_have_its_spare_bits_set(void **state)
{
    uint8_t key[AES256_KEY_BYTES], other[AES256_KEY_BYTES];

    (void)state;
    assert_true(wechat_push_key_read("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", key));
    assert_true(wechat_push_key_read("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE", other));
    assert_memory_equal(key, other, sizeof(key));
    assert_false(wechat_push_key_read("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF", key));
    assert_false(wechat_push_key_read("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH", key));
    assert_false(wechat_push_key_read("abcdefghijklmnopqrstuvwxyz0123456789ABCDEF-", key));
    assert_false(wechat_push_key_read("", key));
}

static void plain_mode_checks_the_query(void **state)
{
    struct wechat_push_query given = { .signature = "f464b24fc39322e44b38aa78f5edd27bd1441696",
                                       .timestamp = "1714036504",
                                       .nonce = "1514711492" };
    struct wechat_push_message message;

    (void)state;
    push.plain = true;
    assert_ok(open_with(&given, MESSAGE, &message));
    assert_string_equal(message.event, "debug_demo");
    given.signature = query.msg_signature;
    assert_fails(open_with(&given, MESSAGE, &message), WECHAT_PUSH_UNTRUSTED);
}

/* ---- events
 * ------------------------------------------------------------------------------------------------------------ */

static struct wechat_push_message event(const char *rest)
{
    struct wechat_push_message message;

    assert_ok(open_text(
        arena_printf(&arena, "{\"FromUserName\":\"o1\",\"MsgType\":\"event\",\"CreateTime\":\"170\",%s}", rest),
        &message));
    assert_int_equal(message.created_s, 170);
    return message;
}

static void media_checks_are_read(void **state)
{
    struct wechat_media_result result;
    struct wechat_push_message message =
        event("\"Event\":\"wxa_media_check\",\"trace_id\":\"t-1\",\"version\":2,\"errcode\":0,"
              "\"result\":{\"suggest\":\"risky\",\"label\":20002},\"detail\":[{\"keyword\":\"\"},{\"keyword\":\"w\"}]");

    (void)state;
    assert_true(wechat_event_media(&arena, &message, &result));
    assert_string_equal(result.trace_id, "t-1");
    assert_true(result.checked);
    assert_int_equal(result.judgement.advice, WECHAT_RISKY);
    assert_int_equal(result.judgement.label, 20002);
    assert_string_equal(result.judgement.keyword, "w");
    assert_string_equal(message.key, "o1:170:wxa_media_check:t-1:::");
    message = event("\"Event\":\"wxa_media_check\",\"trace_id\":\"t-2\",\"errcode\":-1008");
    assert_true(wechat_event_media(&arena, &message, &result));
    assert_false(result.checked);
    assert_int_equal(result.judgement.advice, WECHAT_REVIEW);
    message = event("\"Event\":\"wxa_media_check\"");
    assert_false(wechat_event_media(&arena, &message, &result));
    message = event("\"Event\":\"other\",\"trace_id\":\"t-3\"");
    assert_false(wechat_event_media(&arena, &message, &result));
}

static void subscriptions_come_as_one_or_several(void **state)
{
    struct wechat_subscription_item items[WECHAT_SUBSCRIPTION_ITEMS_MAX];
    struct wechat_push_message message = event("\"Event\":\"subscribe_msg_popup_event\",\"List\":{\"TemplateId\":"
                                               "\"T1\",\"SubscribeStatusString\":\"accept\"}");

    (void)state;
    assert_int_equal(wechat_event_subscriptions(&arena, &message, items), 1);
    assert_string_equal(items[0].template_id, "T1");
    assert_int_equal(items[0].what, WECHAT_ACCEPTED);
    message =
        event("\"Event\":\"subscribe_msg_change_event\",\"List\":[{\"TemplateId\":\"T1\",\"SubscribeStatusString\":"
              "\"reject\"},{\"TemplateId\":\"T2\",\"SubscribeStatusString\":\"odd\"},7,{\"TemplateId\":\"T3\","
              "\"SubscribeStatusString\":\"reject\"}]");
    assert_int_equal(wechat_event_subscriptions(&arena, &message, items), 2);
    assert_string_equal(items[1].template_id, "T3");
    assert_int_equal(items[1].what, WECHAT_REJECTED);
    message =
        event("\"Event\":\"subscribe_msg_sent_event\",\"List\":[{\"TemplateId\":\"T1\",\"MsgID\":1864323726461255680,"
              "\"ErrorCode\":\"0\"},{\"TemplateId\":\"T1\",\"MsgID\":\"18\",\"ErrorCode\":43101}]");
    assert_int_equal(wechat_event_subscriptions(&arena, &message, items), 2);
    assert_int_equal(items[0].what, WECHAT_DELIVERED);
    assert_string_equal(items[0].message_id, "1864323726461255680");
    assert_int_equal(items[1].what, WECHAT_NOT_DELIVERED);
    message = event("\"Event\":\"subscribe_msg_popup_event\"");
    assert_int_equal(wechat_event_subscriptions(&arena, &message, items), 0);
    message = event("\"Event\":\"other\",\"List\":[{\"TemplateId\":\"T1\",\"SubscribeStatusString\":\"accept\"}]");
    assert_int_equal(wechat_event_subscriptions(&arena, &message, items), 0);
}

static void settlements_are_read(void **state)
{
    struct wechat_settlement settlement;
    struct wechat_unshipped unshipped;
    struct wechat_push_message message =
        event("\"Event\":\"trade_manage_order_settlement\",\"transaction_id\":\"42\",\"merchant_id\":\"19\","
              "\"merchant_trade_no\":\"T1\",\"pay_time\":100,\"shipped_time\":\"110\","
              "\"estimated_settlement_time\":120");

    (void)state;
    assert_true(wechat_event_settlement(&arena, &message, &settlement));
    assert_string_equal(settlement.out_trade_no, "T1");
    assert_int_equal(settlement.paid_s, 100);
    assert_int_equal(settlement.shipped_s, 110);
    assert_int_equal(settlement.estimated_s, 120);
    assert_int_equal(settlement.settled_s, 0);
    message = event("\"Event\":\"trade_manage_order_settlement\",\"transaction_id\":\"42\",\"merchant_trade_no\":"
                    "\"T1\",\"confirm_receive_method\":1,\"confirm_receive_time\":130,\"settlement_time\":131");
    assert_true(wechat_event_settlement(&arena, &message, &settlement));
    assert_true(settlement.by_user);
    assert_int_equal(settlement.received_s, 130);
    assert_int_equal(settlement.settled_s, 131);
    assert_false(wechat_event_unshipped(&arena, &message, &unshipped));
    message = event("\"Event\":\"trade_manage_order_settlement\",\"transaction_id\":\"42\"");
    assert_false(wechat_event_settlement(&arena, &message, &settlement));
    message = event("\"Event\":\"trade_manage_remind_shipping\",\"transaction_id\":\"42\",\"merchant_trade_no\":"
                    "\"T1\",\"pay_time\":100,\"msg\":\"...\"");
    assert_true(wechat_event_unshipped(&arena, &message, &unshipped));
    assert_int_equal(unshipped.paid_s, 100);
    assert_false(wechat_event_settlement(&arena, &message, &settlement));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_address_is_checked_as_documented, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_published_push_is_opened, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_published_answer_is_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_length_and_so_every_padding_opens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_changed_byte_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgeries_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(envelopes_with_wrong_insides_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_may_have_its_spare_bits_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_mode_checks_the_query, set_up, tear_down),
        cmocka_unit_test_setup_teardown(media_checks_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(settlements_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(subscriptions_come_as_one_or_several, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
