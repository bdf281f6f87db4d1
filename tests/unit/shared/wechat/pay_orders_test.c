#include "wechat/pay_orders.h"

#include "pay_stand.h"
#include "wechat/pay_internal.h"

#define NUMBER "0192e4a4f0b27a3c8f1d2e3c4b5a6978"

static struct wxpay_prepay prepay(void)
{
    return (struct wxpay_prepay){ .app_id = "wx1234",
                                  .openid = "o1",
                                  .out_trade_no = NUMBER,
                                  .description = "红富士苹果 5 斤",
                                  .notify_url = "https://linli.example/v1/wechat/pay",
                                  .expires_us = INT64_C(1795300200123456),
                                  .total = 1250 };
}

static void a_prepay_is_written_as_wechat_wants_it(void **state)
{
    struct wxpay_prepay in = prepay();
    const char *prepay_id;

    (void)state;
    stand.body = "{\"prepay_id\":\"wx21162030041234567\"}";
    assert_ok(wxpay_prepay(pay, &arena, &in, &prepay_id, &failure));
    assert_string_equal(prepay_id, "wx21162030041234567");
    assert_string_equal(stand.target, "/v3/pay/transactions/jsapi");
    assert_string_equal(stand.request_body,
                        "{\"appid\":\"wx1234\",\"mchid\":\"" MERCHANT_ID "\",\"description\":\"红富士苹果 5 斤\","
                        "\"out_trade_no\":\"" NUMBER "\",\"time_expire\":\"2026-11-22T06:30:00+08:00\",\"notify_url\":"
                        "\"https://linli.example/v1/wechat/pay\",\"amount\":{\"total\":1250,\"currency\":\"CNY\"},"
                        "\"payer\":{\"openid\":\"o1\"}}");
    in.expires_us = 0;
    in.attach = "a";
    in.profit_sharing = true;
    assert_ok(wxpay_prepay(pay, &arena, &in, &prepay_id, NULL));
    assert_null(strstr(stand.request_body, "time_expire"));
    assert_non_null(strstr(stand.request_body, "\"attach\":\"a\""));
    assert_non_null(strstr(stand.request_body, "\"settle_info\":{\"profit_sharing\":true}"));
    stand.body = "{}";
    assert_fails(wxpay_prepay(pay, &arena, &in, &prepay_id, &failure), WECHAT_UNCLEAR);
}

static void wrong_prepay(struct wxpay_prepay in)
{
    const char *prepay_id = NULL;

    assert_fails(wxpay_prepay(pay, &arena, &in, &prepay_id, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    assert_null(prepay_id);
}

static void what_wechat_would_refuse_is_not_sent(void **state)
{
    struct wxpay_prepay in;

    (void)state;
    in = prepay(), in.out_trade_no = "12345";
    wrong_prepay(in);
    in = prepay(), in.out_trade_no = NUMBER "0";
    wrong_prepay(in);
    in = prepay(), in.out_trade_no = "a/../b";
    wrong_prepay(in);
    in = prepay(), in.total = 0;
    wrong_prepay(in);
    in = prepay(), in.total = -1;
    wrong_prepay(in);
    in = prepay(), in.total = FEN_MAX + 1;
    wrong_prepay(in);
    in = prepay(), in.description = "";
    wrong_prepay(in);
    in = prepay(), in.description = arena_printf(&arena, "%128d", 1);
    wrong_prepay(in);
    in = prepay(), in.attach = arena_printf(&arena, "%129d", 1);
    wrong_prepay(in);
    in = prepay(), in.notify_url = "https://x/y?z";
    wrong_prepay(in);
    in = prepay(), in.notify_url = "x.example/y";
    wrong_prepay(in);
    in = prepay(), in.notify_url = NULL;
    wrong_prepay(in);
    in = prepay(), in.openid = "";
    wrong_prepay(in);
    in = prepay(), in.app_id = NULL;
    wrong_prepay(in);
    assert_int_equal(stand.calls, 0);
}

static void the_client_gets_signed_parameters(void **state)
{
    struct wxpay_client_parameters out = wxpay_client_parameters(pay, &arena, "wx1234", "wx2116", 1795300200);
    const char *text = arena_printf(&arena, "wx1234\n1795300200\n%s\nprepay_id=wx2116\n", out.nonce_str);

    (void)state;
    assert_string_equal(out.time_stamp, "1795300200");
    assert_string_equal(out.package, "prepay_id=wx2116");
    assert_string_equal(out.sign_type, "RSA");
    assert_int_equal(strlen(out.nonce_str), 32);
    assert_true(openssl_verify(stand.merchant, text, out.pay_sign));
    assert_false(openssl_verify(stand.merchant, text + 1, out.pay_sign));
}

#define PAID                                                                                                            \
    "{\"appid\":\"wx1234\",\"mchid\":\"" MERCHANT_ID "\",\"out_trade_no\":\"" NUMBER "\",\"transaction_id\":"           \
    "\"4200001234\",\"trade_type\":\"JSAPI\",\"trade_state\":\"SUCCESS\",\"trade_state_desc\":\"支付成功\",\"bank_" \
    "type\":"                                                                                                           \
    "\"OTHERS\",\"attach\":\"a\",\"success_time\":\"2026-11-22T06:30:00+08:00\",\"payer\":{\"openid\":\"o1\"},"         \
    "\"amount\":{"                                                                                                      \
    "\"total\":1250,\"payer_total\":1200,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}}"

static void a_paid_order_is_read(void **state)
{
    struct wxpay_transaction out;

    (void)state;
    stand.body = PAID;
    assert_ok(wxpay_query(pay, &arena, NUMBER, &out, NULL));
    assert_string_equal(stand.method, "GET");
    assert_string_equal(stand.target, "/v3/pay/transactions/out-trade-no/" NUMBER "?mchid=" MERCHANT_ID);
    assert_int_equal(out.state, WXPAY_TRADE_SUCCESS);
    assert_string_equal(out.transaction_id, "4200001234");
    assert_string_equal(out.app_id, "wx1234");
    assert_string_equal(out.openid, "o1");
    assert_string_equal(out.attach, "a");
    assert_int_equal(out.paid_us, INT64_C(1795300200000000));
    assert_int_equal(out.total, 1250);
    assert_int_equal(out.payer_total, 1200);
}

static void every_state_is_known(void **state)
{
    static const struct {
        const char *name;
        enum wxpay_trade_state state;
    } states[] = { { "NOTPAY", WXPAY_TRADE_NOT_PAID },
                   { "PAYERROR", WXPAY_TRADE_NOT_PAID },
                   { "USERPAYING", WXPAY_TRADE_PAYING },
                   { "CLOSED", WXPAY_TRADE_CLOSED },
                   { "REVOKED", WXPAY_TRADE_CLOSED } };
    struct wxpay_transaction out;

    (void)state;
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        stand.body = arena_printf(
            &arena, "{\"mchid\":\"" MERCHANT_ID "\",\"out_trade_no\":\"" NUMBER "\",\"trade_state\":\"%s\"}",
            states[i].name);
        assert_ok(wxpay_query(pay, &arena, NUMBER, &out, NULL));
        assert_int_equal(out.state, states[i].state);
        assert_int_equal(out.total, 0);
        assert_string_equal(out.transaction_id, "");
    }
}

/* Each is PAID but for one thing that must keep it from counting as a payment. */
static void half_a_payment_is_none(void **state)
{
    static const char *const changes[][2] = {
        { "\"mchid\":\"1900000001\"", "\"mchid\":\"1900000002\"" },
        { "\"out_trade_no\":\"" NUMBER "\"", "\"out_trade_no\":\"1192e4a4f0b27a3c8f1d2e3c4b5a6978\"" },
        { "\"transaction_id\":\"4200001234\"", "\"transaction_id\":\"\"" },
        { "\"trade_state\":\"SUCCESS\"", "\"trade_state\":\"PAID\"" },
        { "\"success_time\":\"2026-11-22T06:30:00+08:00\"", "\"success_time\":\"yesterday\"" },
        { "\"total\":1250", "\"total\":0" },
        { "\"total\":1250", "\"total\":-1250" },
        { "\"total\":1250", "\"total\":12.5" },
        { "\"total\":1250", "\"total\":\"1250\"" },
        { "\"total\":1250", "\"total\":100000000001" },
        { "\"currency\":\"CNY\"", "\"currency\":\"USD\"" },
        { "\"payer_total\":1200", "\"payer_total\":-1" },
        { "\"amount\"", "\"amounts\"" },
    };
    struct wxpay_transaction out = { .out_trade_no = "untouched" };

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const char *at = strstr(PAID, changes[i][0]);

        assert_non_null(at);
        stand.body = arena_printf(&arena, "%.*s%s%s", (int)strlen(PAID) - (int)strlen(at), PAID, changes[i][1],
                                  at + strlen(changes[i][0]));
        assert_fails(wxpay_query(pay, &arena, NUMBER, &out, &failure), WECHAT_UNCLEAR);
        assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
    }
    assert_string_equal(out.out_trade_no, "untouched");
}

static void refusals_of_orders_are_told_apart(void **state)
{
    static const struct {
        int status;
        const char *code;
        enum code expected;
        const char *reason;
    } cases[] = {
        { 404, "ORDER_NOT_EXIST", WXPAY_NOT_FOUND },
        { 404, "ORDERNOTEXIST", WXPAY_NOT_FOUND },
        { 403, "OUT_TRADE_NO_USED", WXPAY_NUMBER_USED },
        { 400, "ORDER_CLOSED", WXPAY_ORDER_CLOSED },
        { 400, "ORDERPAID", WXPAY_ALREADY_PAID },
        { 400, "268449538", WXPAY_ALREADY_PAID },
        { 400, "PARAM_ERROR", WECHAT_REFUSED },
        { 400, "APPID_MCHID_NOT_MATCH", WECHAT_MISCONFIGURED },
        { 403, "NO_AUTH", WECHAT_MISCONFIGURED },
        { 500, "OPENID_MISMATCH", WECHAT_OPENID_UNKNOWN },
        { 500, "SYSTEMERROR", WECHAT_UNCLEAR },
        { 502, "", WECHAT_UNCLEAR },
        { 503, "", NOT_AVAILABLE },
        { 429, "RATELIMIT_EXCEEDED", NOT_AVAILABLE },
        { 202, "USER_PAYING", WXPAY_USER_PAYING },
    };
    struct wxpay_prepay in = prepay();
    const char *prepay_id;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        stand.status = cases[i].status;
        stand.body = arena_printf(&arena, "{\"code\":\"%s\",\"message\":\"m\"}", cases[i].code);
        assert_fails(wxpay_prepay(pay, &arena, &in, &prepay_id, &failure), cases[i].expected, cases[i].reason);
        assert_string_equal(failure.code, cases[i].code);
        assert_int_equal(failure.http_status, cases[i].status);
    }
    stand.status = 400;
    stand.body = "{\"code\":268498688,\"message\":\"a number for a code\"}";
    assert_fails(wxpay_prepay(pay, &arena, &in, &prepay_id, &failure), WXPAY_NUMBER_USED);
}

static void closing_twice_is_closed(void **state)
{
    (void)state;
    stand.status = 204;
    stand.body = "";
    assert_ok(wxpay_close(pay, &arena, NUMBER, NULL));
    assert_string_equal(stand.target, "/v3/pay/transactions/out-trade-no/" NUMBER "/close");
    assert_string_equal(stand.request_body, "{\"mchid\":\"" MERCHANT_ID "\"}");
    stand.status = 400;
    stand.body = "{\"code\":\"ORDER_CLOSED\",\"message\":\"m\"}";
    assert_ok(wxpay_close(pay, &arena, NUMBER, NULL));
    stand.body = "{\"code\":\"ORDERPAID\",\"message\":\"m\"}";
    assert_fails(wxpay_close(pay, &arena, NUMBER, NULL), WXPAY_ALREADY_PAID);
    assert_fails(wxpay_close(pay, &arena, "../../x", NULL), WECHAT_CONTENT_INVALID);
}

static void numbers_are_escaped_in_paths(void **state)
{
    struct wxpay_transaction out;

    (void)state;
    stand.status = 404;
    stand.body = "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"m\"}";
    assert_fails(wxpay_query(pay, &arena, "a|b*c_d-", &out, NULL), WXPAY_NOT_FOUND);
    assert_string_equal(stand.target, "/v3/pay/transactions/out-trade-no/a%7Cb*c_d-?mchid=" MERCHANT_ID);
    assert_fails(wxpay_query(pay, &arena, "a?mchid=1", &out, NULL), WECHAT_CONTENT_INVALID);
    assert_int_equal(stand.badly_signed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(a_prepay_is_written_as_wechat_wants_it),
        STAND_TEST(what_wechat_would_refuse_is_not_sent),
        STAND_TEST(the_client_gets_signed_parameters),
        STAND_TEST(a_paid_order_is_read),
        STAND_TEST(every_state_is_known),
        STAND_TEST(half_a_payment_is_none),
        STAND_TEST(refusals_of_orders_are_told_apart),
        STAND_TEST(closing_twice_is_closed),
        STAND_TEST(numbers_are_escaped_in_paths),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
