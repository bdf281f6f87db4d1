#include "wechat/pay.h"

#include "pay_stand.h"
#include "wechat/client.h"
#include "wechat/pay_internal.h"

static const json_t *answer;

static struct status call(const char *json)
{
    return wxpay_call(pay, &arena, "/v3/some/thing?a=b%20c", json, &answer, &failure);
}

/* ---- requests
 * ------------------------------------------------------------------------------------------------------------ */

static void requests_are_signed_as_they_go_over_the_wire(void **state)
{
    (void)state;
    stand.body = "{\"x\":7}";
    assert_ok(call("{\"text\":\"邻里 \\\"x\\\"\"}"));
    assert_int_equal(json_integer_value(json_object_get(answer, "x")), 7);
    assert_string_equal(stand.method, "POST");
    assert_string_equal(stand.target, "/v3/some/thing?a=b%20c");
    assert_string_equal(stand.serial_header, PUBLIC_KEY_ID);
    assert_ok(call(NULL));
    assert_string_equal(stand.method, "GET");
    assert_string_equal(stand.request_body, "");
    assert_int_equal(stand.badly_signed, 0);
}

static void the_signed_text_is_the_documented_one(void **state)
{
    const char *header =
        wxpay_authorization(pay, &arena, "GET", "/v3/certificates", "", 1554208460, "593BEC0C930BF1AFEB40B4A08C8FB242");
    char signature[1024];

    (void)state;
    quoted(header, "signature", signature, sizeof(signature));
    assert_true(openssl_verify(stand.merchant,
                               "GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n", signature));
    assert_false(openssl_verify(stand.merchant, "GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n",
                                signature));
    assert_non_null(strstr(header, "mchid=\"" MERCHANT_ID "\",nonce_str=\"593BEC0C930BF1AFEB40B4A08C8FB242\",timestamp="
                                   "\"1554208460\",serial_no=\"" MERCHANT_SERIAL "\",signature=\""));
}

static void a_bad_signature_of_ours_is_a_fault_of_configuration(void **state)
{
    struct wxpay_options options = stand_options(true);

    (void)state;
    options.merchant_serial = "0000000000000000000000000000000000000000";
    wxpay_destroy(pay);
    assert_ok(wxpay_create(&options, &pay));
    assert_fails(call(NULL), WECHAT_MISCONFIGURED);
    assert_int_equal(failure.http_status, 401);
    assert_string_equal(failure.code, "SIGN_ERROR");
    assert_string_equal(failure.request_id, "08F78BB5AF0610D302189AB1-268578704");
}

/* ---- answers
 * ------------------------------------------------------------------------------------------------------------- */

static void only_answers_with_the_right_signature_are_believed(void **state)
{
    static const enum how_signed bad[] = { NOT_SIGNED,       SIGNED_OTHER_BODY,  SIGNED_LONG_AGO,
                                           SIGNED_TOO_EARLY, SIGNED_BY_STRANGER, SIGNED_PROBE };

    (void)state;
    stand.body = "{\"prepay_id\":\"x\"}";
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        stand.how = bad[i];
        assert_fails(call("{}"), WXPAY_UNTRUSTED);
        assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
    }
    assert_int_equal(stand.certificate_calls, 0);
    stand.how = SIGNED;
    assert_ok(call("{}"));
}

static void refusals_may_be_unsigned_but_not_wrongly_signed(void **state)
{
    (void)state;
    stand.status = 404;
    stand.body = "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"订单不存在\"}";
    assert_fails(call(NULL), WXPAY_NOT_FOUND);
    stand.how = NOT_SIGNED;
    assert_fails(call(NULL), WXPAY_NOT_FOUND);
    stand.how = SIGNED_BY_STRANGER;
    assert_fails(call(NULL), WXPAY_UNTRUSTED);
}

static void an_empty_answer_is_signed_too(void **state)
{
    (void)state;
    stand.status = 204;
    stand.body = "";
    answer = (json_t *)&stand;
    assert_ok(call("{}"));
    assert_null(answer);
    stand.how = SIGNED_BY_STRANGER;
    assert_fails(call("{}"), WXPAY_UNTRUSTED);
    stand.status = 200;
    stand.how = SIGNED;
    stand.body = "not json";
    assert_fails(call("{}"), WECHAT_UNCLEAR);
}

static void what_is_not_answered_is_told_from_what_never_left(void **state)
{
    struct wxpay_options options = stand_options(true);

    (void)state;
    options.base_url = "http://127.0.0.1:1";
    wxpay_destroy(pay);
    assert_ok(wxpay_create(&options, &pay));
    assert_fails(call("{}"), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    stand.status = 500;
    stand.body = "{\"code\":\"SYSTEM_ERROR\",\"message\":\"x\"}";
    options = stand_options(true);
    wxpay_destroy(pay);
    assert_ok(wxpay_create(&options, &pay));
    assert_fails(call("{}"), WECHAT_UNCLEAR);
    assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
    stand.status = 429;
    stand.body = "{\"code\":\"FREQUENCY_LIMITED\",\"message\":\"x\"}";
    assert_fails(call("{}"), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
}

/* ---- files
 * ------------------------------------------------------------------------------------------------------------------ */

static bool keep_file(void *data, const void *bytes, size_t count)
{
    char *text = data;

    strncat(text, bytes, count);
    return strlen(text) < 100;
}

static struct status download(const char *url, char text[256])
{
    text[0] = '\0';
    return wxpay_download(pay, &arena, url, 200, keep_file, text, &failure);
}

/* Whatever address an answer names, our signed request goes to our own. */
static void files_come_from_our_own_address(void **state)
{
    static const char *const bad[] = { "", "nonsense", "https://elsewhere.example", "https://elsewhere.example/a b",
                                       "https://elsewhere.example/a\r\nHost: x" };
    char text[256];

    (void)state;
    stand.body = "a file";
    stand.how = NOT_SIGNED;
    assert_ok(download("https://elsewhere.example/v3/billdownload/file?token=a%20b", text));
    assert_string_equal(text, "a file");
    assert_string_equal(stand.target, "/v3/billdownload/file?token=a%20b");
    assert_ok(download(arena_printf(&arena, "%s/v3/x", stand.server.url), text));
    assert_string_equal(stand.target, "/v3/x");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(download(bad[i], text), WECHAT_UNCLEAR);
    assert_int_equal(stand.calls, 2);
    stand.status = 404;
    stand.body = "{\"code\":\"RESOURCE_NOT_EXISTS\",\"message\":\"m\"}";
    assert_fails(download("https://elsewhere.example/v3/x", text), WXPAY_NOT_FOUND);
    assert_string_equal(text, "");
    stand.status = 200;
    stand.body = arena_printf(&arena, "%0150d", 1);
    assert_fails(download("https://elsewhere.example/v3/x", text), NOT_AVAILABLE); /* we had enough */
    stand.body = arena_printf(&arena, "%0201d", 1);
    assert_fails(download("https://elsewhere.example/v3/x", text), NOT_AVAILABLE); /* it is too long */
    assert_int_equal(stand.badly_signed, 0);
}

/* Methods that others do not need: what is signed is what goes out. */
static void other_methods_are_signed_as_they_are_sent(void **state)
{
    static const struct wxpay_request requests[] = { { .method = "PUT", .path_and_query = "/v3/x", .json = "{}" },
                                                     { .method = "DELETE", .path_and_query = "/v3/x" } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_ok(wxpay_exchange(pay, &arena, &requests[i], &answer, NULL));
        assert_string_equal(stand.method, requests[i].method);
    }
    assert_int_equal(stand.badly_signed, 0);
}

/* ---- verifying, byte by byte
 * -------------------------------------------------------------------------------------------------- */

static void every_changed_byte_of_an_answer_is_noticed(void **state)
{
    char body[] = "{\"code_url\":\"weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00\"}";
    struct signed_headers headers;
    struct wxpay_signature signature;
    int64_t now_s;

    (void)state;
    sign_as_wechat(body, SIGNED, &headers);
    signature = (struct wxpay_signature){ headers.timestamp, headers.nonce, headers.serial, headers.signature };
    now_s = atoll(headers.timestamp);
    assert_ok(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s));
    for (size_t i = 0; body[i]; i++) {
        body[i] ^= 1;
        assert_fails(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s), WXPAY_UNTRUSTED);
        body[i] ^= 1;
    }
    for (size_t i = 0; headers.signature[i]; i++) {
        char was = headers.signature[i];

        headers.signature[i] = was == 'A' ? 'B' : 'A';
        assert_fails(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s), WXPAY_UNTRUSTED);
        headers.signature[i] = was;
    }
    headers.nonce[3] ^= 1;
    assert_fails(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s), WXPAY_UNTRUSTED);
    headers.nonce[3] ^= 1;
    headers.timestamp[9] ^= 1;
    assert_fails(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s), WXPAY_UNTRUSTED);
    headers.timestamp[9] ^= 1;
    assert_ok(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s + 300));
    assert_ok(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s - 300));
    assert_fails(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s + 301), WXPAY_UNTRUSTED);
    assert_fails(wxpay_verify(pay, &arena, &signature, body, strlen(body), now_s - 301), WXPAY_UNTRUSTED);
}

static void missing_and_odd_headers_are_refused(void **state)
{
    static const char *const odd_times[] = { "", "now", "-5", "+5", " 1", "1e9", "99999999999999999999" };
    struct signed_headers headers;
    struct wxpay_signature good, odd;
    int64_t now_s;

    (void)state;
    sign_as_wechat("{}", SIGNED, &headers);
    good = (struct wxpay_signature){ headers.timestamp, headers.nonce, headers.serial, headers.signature };
    now_s = atoll(headers.timestamp);
    assert_ok(wxpay_verify(pay, &arena, &good, "{}", 2, now_s));
    for (int i = 0; i < 8; i++) {
        const char **fields[] = { &odd.timestamp, &odd.nonce, &odd.serial, &odd.signature };

        odd = good;
        *fields[i / 2] = i % 2 ? "" : NULL;
        assert_fails(wxpay_verify(pay, &arena, &odd, "{}", 2, now_s), WXPAY_UNTRUSTED);
    }
    for (size_t i = 0; i < sizeof(odd_times) / sizeof(odd_times[0]); i++) {
        odd = good;
        odd.timestamp = odd_times[i];
        assert_fails(wxpay_verify(pay, &arena, &odd, "{}", 2, now_s), WXPAY_UNTRUSTED);
    }
    odd = good;
    odd.signature = "not base64!";
    assert_fails(wxpay_verify(pay, &arena, &odd, "{}", 2, now_s), WXPAY_UNTRUSTED);
}

/* ---- settings
 * -------------------------------------------------------------------------------------------------------------- */

static void refuses(struct wxpay_options options)
{
    struct wxpay *none = NULL;

    assert_fails(wxpay_create(&options, &none), CODE_INVALID_ARGUMENT, "SETTING_INVALID");
    assert_null(none);
}

static void settings_are_checked(void **state)
{
    struct wxpay_options good = stand_options(true), bad;

    (void)state;
    bad = good, bad.base_url = "api.mch.weixin.qq.com";
    refuses(bad);
    bad = good, bad.merchant_id = "";
    refuses(bad);
    bad = good, bad.merchant_serial = NULL;
    refuses(bad);
    bad = good, bad.api_key = "too short";
    refuses(bad);
    bad = good, bad.private_key_pem = "nonsense";
    refuses(bad);
    bad = good, bad.private_key_pem = stand.wechat_pem;
    refuses(bad);
    bad = good, bad.private_key_pem = NULL;
    refuses(bad);
    bad = good, bad.public_key_pem = NULL;
    refuses(bad);
    bad = good, bad.public_key_pem = stand.merchant_pem;
    refuses(bad);
    wxpay_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(requests_are_signed_as_they_go_over_the_wire),
        STAND_TEST(the_signed_text_is_the_documented_one),
        STAND_TEST(a_bad_signature_of_ours_is_a_fault_of_configuration),
        STAND_TEST(only_answers_with_the_right_signature_are_believed),
        STAND_TEST(refusals_may_be_unsigned_but_not_wrongly_signed),
        STAND_TEST(an_empty_answer_is_signed_too),
        STAND_TEST(what_is_not_answered_is_told_from_what_never_left),
        STAND_TEST(files_come_from_our_own_address),
        STAND_TEST(other_methods_are_signed_as_they_are_sent),
        STAND_TEST(every_changed_byte_of_an_answer_is_noticed),
        STAND_TEST(missing_and_odd_headers_are_refused),
        STAND_TEST(settings_are_checked),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
