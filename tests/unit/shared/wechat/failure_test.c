#include "wechat/failure.h"

#include "support/check.h"

static struct wechat_failure failure;

static void errcodes_say_what_to_do(void **state)
{
    static const struct {
        int http_status;
        int64_t errcode;
        enum wechat_failure_kind kind;
        enum code code;
        const char *reason;
    } cases[] = {
        { 200, -1, WECHAT_RETRY, NOT_AVAILABLE },
        { 200, 45011, WECHAT_RETRY, NOT_AVAILABLE },
        { 200, 44990, WECHAT_RETRY, NOT_AVAILABLE },
        { 200, 44991, WECHAT_RETRY, NOT_AVAILABLE },
        { 200, 43108, WECHAT_RETRY, NOT_AVAILABLE },
        { 500, 0, WECHAT_RETRY, NOT_AVAILABLE },
        { 503, 0, WECHAT_RETRY, NOT_AVAILABLE },
        { 200, 40001, WECHAT_REFRESH_TOKEN, NOT_AVAILABLE },
        { 200, 40014, WECHAT_REFRESH_TOKEN, NOT_AVAILABLE },
        { 200, 42001, WECHAT_REFRESH_TOKEN, NOT_AVAILABLE },
        { 200, 45009, WECHAT_TOMORROW, WECHAT_QUOTA_USED_UP },
        { 200, 43101, WECHAT_PERMANENT, WECHAT_NOT_SUBSCRIBED },
        { 200, 47003, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
        { 200, 61010, WECHAT_PERMANENT, WECHAT_USER_NOT_ACTIVE },
        { 200, 40003, WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
        { 200, 40164, WECHAT_PERMANENT, WECHAT_MISCONFIGURED },
        { 200, 12345, WECHAT_PERMANENT, WECHAT_REFUSED },
        { 404, 0, WECHAT_PERMANENT, WECHAT_REFUSED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_fails(wechat_errcode_status(cases[i].http_status, cases[i].errcode, "m", &failure), cases[i].code,
                     cases[i].reason);
        assert_int_equal(failure.kind, cases[i].kind);
        assert_int_equal(failure.errcode, cases[i].errcode);
        assert_int_equal(failure.http_status, cases[i].http_status);
        assert_fails(wechat_errcode_status(cases[i].http_status, cases[i].errcode, NULL, NULL), cases[i].code,
                     cases[i].reason);
    }
}

static void the_rid_is_kept(void **state)
{
    struct status status;

    (void)state;
    status = wechat_errcode_status(200, 47003, "argument invalid! data.thing1.value invalid rid: 617682e0-09059ac5",
                                   &failure);
    assert_string_equal(failure.request_id, "617682e0-09059ac5");
    assert_non_null(strstr(status.text, "data.thing1.value"));
    status = wechat_errcode_status(200, 1, "x rid: a, hints: [b]", &failure);
    assert_string_equal(failure.request_id, "a");
    status = wechat_errcode_status(200, 1, "no such thing", &failure);
    assert_string_equal(failure.request_id, "");
    assert_non_null(status.text);
}

static void pay_codes_are_known_in_both_spellings(void **state)
{
    (void)state;
    assert_fails(wxpay_code_status(403, "NOT_ENOUGH", "m", "id", &failure), WXPAY_NOT_ENOUGH);
    assert_string_equal(failure.code, "NOT_ENOUGH");
    assert_string_equal(failure.request_id, "id");
    assert_fails(wxpay_code_status(403, "NOTENOUGH", "m", "id", &failure), WXPAY_NOT_ENOUGH);
    assert_fails(wxpay_code_status(403, "NOT_ENOUGHX", "m", "id", &failure), WECHAT_REFUSED);
    assert_fails(wxpay_code_status(403, "NOT_ENOUG", "m", "id", &failure), WECHAT_REFUSED);
    assert_fails(wxpay_code_status(400, NULL, NULL, NULL, NULL), WECHAT_REFUSED);
    assert_fails(wxpay_code_status(429, "WHATEVER", "m", "", &failure), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    assert_fails(wxpay_code_status(500, "WHATEVER", "m", "", &failure), WECHAT_UNCLEAR);
    assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
}

/* WeChat's text goes into statuses and logs: it must not be a format, nor break a line. */
static void remote_text_is_only_text(void **state)
{
    struct status status = wxpay_code_status(400, "%s%n", "%s%s%s\r\nX-Evil: 1", "%n", &failure);

    (void)state;
    assert_non_null(strstr(status.text, "%s%s%s??X-Evil"));
    assert_string_equal(failure.code, "%s%n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errcodes_say_what_to_do),
        cmocka_unit_test(the_rid_is_kept),
        cmocka_unit_test(pay_codes_are_known_in_both_spellings),
        cmocka_unit_test(remote_text_is_only_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
