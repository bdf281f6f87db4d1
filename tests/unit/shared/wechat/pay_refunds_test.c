#include "wechat/pay_refunds.h"

#include "pay_stand.h"
#include "wechat/pay_keys.h"

#define ACCEPTED                                                                                                        \
    "{\"refund_id\":\"50300001\",\"out_refund_no\":\"R1\",\"transaction_id\":\"4200001234\",\"out_trade_no\":"          \
    "\"T2026112100\",\"channel\":\"ORIGINAL\",\"user_received_account\":\"招商银行信用卡0403\",\"create_time\":" \
    "\"2026-11-22T06:30:00+08:00\",\"status\":\"PROCESSING\",\"funds_account\":\"AVAILABLE\",\"amount\":{\"total\":"    \
    "1250,"                                                                                                             \
    "\"refund\":250,\"payer_total\":1200,\"payer_refund\":240,\"currency\":\"CNY\"}}"

static struct wxpay_refund_request request(void)
{
    return (struct wxpay_refund_request){ .out_trade_no = "T2026112100",
                                          .out_refund_no = "R1",
                                          .reason = "缺货",
                                          .notify_url = "https://linli.example/v1/wechat/refund",
                                          .refund = 250,
                                          .total = 1250 };
}

static void a_refund_is_asked_for_and_read(void **state)
{
    struct wxpay_refund_request in = request();
    struct wxpay_refund out;

    (void)state;
    stand.body = ACCEPTED;
    assert_ok(wxpay_refund(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.target, "/v3/refund/domestic/refunds");
    assert_string_equal(stand.request_body,
                        "{\"out_trade_no\":\"T2026112100\",\"out_refund_no\":\"R1\",\"reason\":\"缺货\",\"notify_url\":"
                        "\"https://linli.example/v1/wechat/refund\",\"amount\":{\"refund\":250,\"total\":1250,"
                        "\"currency\":\"CNY\"}}");
    assert_string_equal(out.refund_id, "50300001");
    assert_int_equal(out.state, WXPAY_REFUND_PROCESSING);
    assert_int_equal(out.succeeded_us, 0);
    assert_int_equal(out.refund, 250);
    assert_int_equal(out.payer_refund, 240);
    assert_string_equal(out.received_account, "招商银行信用卡0403");
    in.reason = in.notify_url = NULL;
    assert_ok(wxpay_refund(pay, &arena, &in, &out, NULL));
    assert_null(strstr(stand.request_body, "reason"));
    assert_null(strstr(stand.request_body, "notify_url"));
}

static void wrong(struct wxpay_refund_request in)
{
    struct wxpay_refund out;

    assert_fails(wxpay_refund(pay, &arena, &in, &out, &failure), WECHAT_CONTENT_INVALID);
}

static void what_wechat_would_refuse_is_not_sent(void **state)
{
    struct wxpay_refund_request in;

    (void)state;
    in = request(), in.refund = 0;
    wrong(in);
    in = request(), in.refund = 1251;
    wrong(in);
    in = request(), in.total = in.refund = FEN_MAX + 1;
    wrong(in);
    in = request(), in.out_refund_no = "";
    wrong(in);
    in = request(), in.out_refund_no = "a b";
    wrong(in);
    in = request(), in.out_trade_no = "short";
    wrong(in);
    in = request(), in.reason = arena_printf(&arena, "%81d", 1);
    wrong(in);
    in = request(), in.notify_url = "https://x?y";
    wrong(in);
    assert_int_equal(stand.calls, 0);
}

static void refusals_of_refunds_are_told_apart(void **state)
{
    struct wxpay_refund_request in = request();
    struct wxpay_refund out;

    (void)state;
    stand.status = 403;
    stand.body = "{\"code\":\"NOT_ENOUGH\",\"message\":\"基本账户余额不足\"}";
    assert_fails(wxpay_refund(pay, &arena, &in, &out, NULL), WXPAY_NOT_ENOUGH);
    stand.status = 500;
    stand.body = "{\"code\":\"SYSTEM_ERROR\",\"message\":\"m\"}";
    assert_fails(wxpay_refund(pay, &arena, &in, &out, &failure), WECHAT_UNCLEAR);
    assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
    stand.status = 404;
    stand.body = "{\"code\":\"RESOURCE_NOT_EXISTS\",\"message\":\"m\"}";
    assert_fails(wxpay_refund_query(pay, &arena, "R1", &out, NULL), WXPAY_NOT_FOUND);
}

static void a_refund_is_queried_under_its_number(void **state)
{
    static const struct {
        const char *name;
        enum wxpay_refund_state state;
    } states[] = { { "SUCCESS", WXPAY_REFUND_SUCCESS },
                   { "CLOSED", WXPAY_REFUND_CLOSED },
                   { "ABNORMAL", WXPAY_REFUND_ABNORMAL },
                   { "PROCESSING", WXPAY_REFUND_PROCESSING } };
    struct wxpay_refund out;

    (void)state;
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        stand.body =
            arena_printf(&arena,
                         "{\"refund_id\":\"5\",\"out_refund_no\":\"R@1|\",\"out_trade_no\":\"T\",\"status\":\"%s\","
                         "\"success_time\":\"1970-01-01T08:00:01+08:00\",\"amount\":{\"total\":2,\"refund\":1}}",
                         states[i].name);
        assert_ok(wxpay_refund_query(pay, &arena, "R@1|", &out, NULL));
        assert_int_equal(out.state, states[i].state);
        assert_int_equal(out.succeeded_us, US_PER_S);
        assert_string_equal(stand.target, "/v3/refund/domestic/refunds/R%401%7C");
    }
    assert_int_equal(stand.badly_signed, 0);
}

static void answers_that_do_not_fit_are_not_believed(void **state)
{
    static const char *const changes[][2] = {
        { "\"out_refund_no\":\"R1\"", "\"out_refund_no\":\"R2\"" },
        { "\"status\":\"PROCESSING\"", "\"status\":\"DONE\"" },
        { "\"refund\":250", "\"refund\":0" },
        { "\"refund\":250", "\"refund\":1251" },
        { "\"refund_id\":\"50300001\"", "\"refund_id\":7" },
        { "\"payer_refund\":240", "\"payer_refund\":\"x\"" },
    };
    struct wxpay_refund_request in = request();
    struct wxpay_refund out;

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const char *at = strstr(ACCEPTED, changes[i][0]);

        assert_non_null(at);
        stand.body = arena_printf(&arena, "%.*s%s%s", (int)strlen(ACCEPTED) - (int)strlen(at), ACCEPTED, changes[i][1],
                                  at + strlen(changes[i][0]));
        assert_fails(wxpay_refund(pay, &arena, &in, &out, &failure), WECHAT_UNCLEAR);
    }
}

static void an_abnormal_refund_goes_to_a_card(void **state)
{
    struct wxpay_abnormal_refund in = { .refund_id = "50300001",
                                        .out_refund_no = "R1",
                                        .bank_type = "ICBC_DEBIT",
                                        .bank_account = "6222000012345678",
                                        .real_name = "张三" };
    struct wxpay_refund out;
    json_t *body;

    (void)state;
    stand.body = ACCEPTED;
    assert_ok(wxpay_refund_abnormal(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.target, "/v3/refund/domestic/refunds/50300001/apply-abnormal-refund");
    assert_string_equal(stand.serial_header, PUBLIC_KEY_ID);
    assert_int_equal(out.state, WXPAY_REFUND_PROCESSING);
    body = json_loads(stand.request_body, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(body, "type")), "USER_BANK_CARD");
    assert_string_equal(json_string_value(json_object_get(body, "bank_type")), "ICBC_DEBIT");
    assert_string_equal(pay_key_decrypt(stand.wechat, &arena, json_string_value(json_object_get(body, "bank_account"))),
                        "6222000012345678");
    assert_string_equal(pay_key_decrypt(stand.wechat, &arena, json_string_value(json_object_get(body, "real_name"))),
                        "张三");
    json_decref(body);
    in.real_name = NULL;
    assert_fails(wxpay_refund_abnormal(pay, &arena, &in, &out, NULL), WECHAT_CONTENT_INVALID);
    in.bank_type = in.bank_account = NULL;
    assert_ok(wxpay_refund_abnormal(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.request_body, "{\"out_refund_no\":\"R1\",\"type\":\"MERCHANT_BANK_CARD\"}");
    in.refund_id = "5/1";
    assert_fails(wxpay_refund_abnormal(pay, &arena, &in, &out, NULL), WECHAT_CONTENT_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(a_refund_is_asked_for_and_read),           STAND_TEST(what_wechat_would_refuse_is_not_sent),
        STAND_TEST(refusals_of_refunds_are_told_apart),       STAND_TEST(a_refund_is_queried_under_its_number),
        STAND_TEST(answers_that_do_not_fit_are_not_believed), STAND_TEST(an_abnormal_refund_goes_to_a_card),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
