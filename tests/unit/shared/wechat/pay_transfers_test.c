#include "wechat/pay_transfers.h"

#include "pay_stand.h"
#include "wechat/pay_keys.h"

#define ACCEPTED                                                                                                       \
    "{\"out_bill_no\":\"B20261122\",\"transfer_bill_no\":\"1330000071100999991182020050700019480001\",\"create_"       \
    "time\":"                                                                                                          \
    "\"2026-11-22T06:30:00+08:00\",\"state\":\"WAIT_USER_CONFIRM\",\"package_info\":\"affffddafdfafddffda==\"}"
#define SEEN(state)                                                                                                      \
    "{\"mch_id\":\"" MERCHANT_ID "\",\"out_bill_no\":\"B20261122\",\"transfer_bill_no\":\"133\",\"appid\":\"wx1234\","   \
    "\"state\":\"" state "\",\"transfer_amount\":8640,\"transfer_remark\":\"佣金\",\"openid\":\"o1\",\"create_time\":" \
    "\"2026-11-22T06:30:00+08:00\",\"update_time\":\"2026-11-22T06:31:00+08:00\"}"

static struct wxpay_transfer_request request(void)
{
    return (struct wxpay_transfer_request){
        .app_id = "wx1234",
        .out_bill_no = "B20261122",
        .scene_id = WXPAY_SCENE_COMMISSION,
        .openid = "o1",
        .amount = 8640,
        .remark = "11月佣金",
        .notify_url = "https://linli.example/v1/wechat/transfers",
        .perception = "劳务报酬",
        .infos = { { "岗位类型", "团长" }, { "报酬说明", "11月\"佣金\"" } },
        .infos_count = 2,
    };
}

static void a_transfer_is_written_as_wechat_wants_it(void **state)
{
    struct wxpay_transfer_request in = request();
    struct wxpay_transfer out;

    (void)state;
    stand.body = ACCEPTED;
    assert_ok(wxpay_transfer(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.target, "/v3/fund-app/mch-transfer/transfer-bills");
    assert_string_equal(
        stand.request_body,
        "{\"appid\":\"wx1234\",\"out_bill_no\":\"B20261122\",\"transfer_scene_id\":\"1005\",\"openid\":\"o1\","
        "\"transfer_amount\":8640,\"transfer_remark\":\"11月佣金\",\"notify_url\":"
        "\"https://linli.example/v1/wechat/transfers\",\"user_recv_perception\":\"劳务报酬\","
        "\"transfer_scene_report_infos\":[{\"info_type\":\"岗位类型\",\"info_content\":\"团长\"},{\"info_type\":"
        "\"报酬说明\",\"info_content\":\"11月\\\"佣金\\\"\"}]}");
    assert_int_equal(out.state, WXPAY_TRANSFER_WAITING);
    assert_false(wxpay_transfer_ended(out.state));
    assert_string_equal(out.package_info, "affffddafdfafddffda==");
    assert_string_equal(out.transfer_bill_no, "1330000071100999991182020050700019480001");
    assert_int_equal(out.amount, 0);
    in.notify_url = in.perception = NULL;
    assert_ok(wxpay_transfer(pay, &arena, &in, &out, NULL));
    assert_null(strstr(stand.request_body, "notify_url"));
    assert_null(strstr(stand.request_body, "user_recv_perception"));
}

static void a_name_goes_sealed(void **state)
{
    struct wxpay_options certificates = stand_options(false);
    struct wxpay_transfer_request in = request();
    struct wxpay_transfer out;
    char value[512];

    (void)state;
    stand.body = ACCEPTED;
    in.user_name = "张三丰";
    assert_ok(wxpay_transfer(pay, &arena, &in, &out, NULL));
    assert_null(strstr(stand.request_body, "张三丰"));
    assert_string_equal(stand.serial_header, PUBLIC_KEY_ID);
    json_t *body = json_loads(stand.request_body, 0, NULL);
    snprintf(value, sizeof(value), "%s", json_string_value(json_object_get(body, "user_name")));
    json_decref(body);
    assert_string_equal(pay_key_decrypt(stand.wechat, &arena, value), "张三丰");

    /* the older key mode: a certificate seals, and the header says which */
    wxpay_destroy(pay);
    assert_ok(wxpay_create(&certificates, &pay));
    stand.how = SIGNED_CERTIFICATE;
    assert_ok(wxpay_transfer(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.serial_header, stand.certificate_serial);
    body = json_loads(stand.request_body, 0, NULL);
    snprintf(value, sizeof(value), "%s", json_string_value(json_object_get(body, "user_name")));
    json_decref(body);
    assert_string_equal(pay_key_decrypt(stand.platform, &arena, value), "张三丰");
}

static void wrong(struct wxpay_transfer_request in)
{
    struct wxpay_transfer out;

    assert_fails(wxpay_transfer(pay, &arena, &in, &out, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
}

static void what_wechat_would_refuse_is_not_sent(void **state)
{
    struct wxpay_transfer_request in;
    struct wxpay_transfer out;

    (void)state;
    in = request(), in.amount = 0;
    wrong(in);
    in = request(), in.amount = FEN_MAX + 1;
    wrong(in);
    in = request(), in.amount = WXPAY_TRANSFER_NAME_FROM;
    wrong(in);
    in = request(), in.amount = WXPAY_TRANSFER_NAME_BELOW - 1, in.user_name = "张三";
    wrong(in);
    in = request(), in.out_bill_no = "B-1";
    wrong(in);
    in = request(), in.out_bill_no = arena_printf(&arena, "%033d", 1);
    wrong(in);
    in = request(), in.remark = "";
    wrong(in);
    in = request(), in.remark = arena_printf(&arena, "%033d", 1);
    wrong(in);
    in = request(), in.openid = NULL;
    wrong(in);
    in = request(), in.scene_id = NULL;
    wrong(in);
    in = request(), in.notify_url = "https://x?y";
    wrong(in);
    in = request(), in.infos_count = 0;
    wrong(in);
    in = request(), in.infos[1].content = "";
    wrong(in);
    in = request(), in.infos[1].type = arena_printf(&arena, "%033d", 1);
    wrong(in);
    in = request(), in.perception = "\xff";
    wrong(in);
    assert_fails(wxpay_transfer_query(pay, &arena, "a/b", &out, &failure), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_transfer_cancel(pay, &arena, "", &out, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(stand.calls, 0);
}

static void every_state_is_known(void **state)
{
    static const struct {
        const char *body;
        enum wxpay_transfer_state state;
        bool ended;
    } states[] = {
        { SEEN("ACCEPTED"), WXPAY_TRANSFER_ACCEPTED, false },
        { SEEN("PROCESSING"), WXPAY_TRANSFER_PROCESSING, false },
        { SEEN("WAIT_USER_CONFIRM"), WXPAY_TRANSFER_WAITING, false },
        { SEEN("TRANSFERING"), WXPAY_TRANSFER_MOVING, false },
        { SEEN("SUCCESS"), WXPAY_TRANSFER_SUCCESS, true },
        { SEEN("FAIL"), WXPAY_TRANSFER_FAILED, true },
        { SEEN("CANCELING"), WXPAY_TRANSFER_CANCELING, false },
        { SEEN("CANCELLED"), WXPAY_TRANSFER_CANCELLED, true },
    };
    struct wxpay_transfer out;

    (void)state;
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        stand.body = states[i].body;
        assert_ok(wxpay_transfer_query(pay, &arena, "B20261122", &out, NULL));
        assert_int_equal(out.state, states[i].state);
        assert_int_equal(wxpay_transfer_ended(out.state), states[i].ended);
    }
    assert_string_equal(stand.method, "GET");
    assert_string_equal(stand.target, "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/B20261122");
    assert_int_equal(out.amount, 8640);
    assert_string_equal(out.openid, "o1");
    assert_string_equal(out.package_info, "");
    assert_int_equal(out.updated_us - out.created_us, 60 * US_PER_S);
}

static void it_can_be_taken_back(void **state)
{
    struct wxpay_transfer out;

    (void)state;
    stand.body = "{\"out_bill_no\":\"B20261122\",\"transfer_bill_no\":\"133\",\"state\":\"CANCELING\",\"update_time\":"
                 "\"2026-11-22T06:31:00+08:00\"}";
    assert_ok(wxpay_transfer_cancel(pay, &arena, "B20261122", &out, NULL));
    assert_string_equal(stand.method, "POST");
    assert_string_equal(stand.target, "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/B20261122/cancel");
    assert_string_equal(stand.request_body, "{}");
    assert_int_equal(out.state, WXPAY_TRANSFER_CANCELING);
}

static void refusals_are_told_apart(void **state)
{
    static const struct {
        int status;
        const char *body;
        enum wechat_failure_kind kind;
        enum code code;
        const char *reason;
    } cases[] = {
        { 403, "{\"code\":\"NOT_ENOUGH\",\"message\":\"m\"}", WECHAT_PERMANENT, WXPAY_NOT_ENOUGH },
        { 400, "{\"code\":\"ALREADY_EXISTS\",\"message\":\"m\"}", WECHAT_PERMANENT, WXPAY_NUMBER_USED },
        { 404, "{\"code\":\"NOT_FOUND\",\"message\":\"m\"}", WECHAT_PERMANENT, WXPAY_NOT_FOUND },
        { 400, "{\"code\":\"INVALID_REQUEST\",\"message\":\"m\"}", WECHAT_PERMANENT, WECHAT_REFUSED },
        { 500, "{\"code\":\"SYSTEM_ERROR\",\"message\":\"m\"}", WECHAT_UNCERTAIN, WECHAT_UNCLEAR },
        { 429, "{\"code\":\"FREQUENCY_LIMITED\",\"message\":\"m\"}", WECHAT_RETRY, NOT_AVAILABLE },
    };
    struct wxpay_transfer_request in = request();
    struct wxpay_transfer out;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        stand.status = cases[i].status;
        stand.body = cases[i].body;
        assert_fails(wxpay_transfer(pay, &arena, &in, &out, &failure), cases[i].code, cases[i].reason);
        assert_int_equal(failure.kind, cases[i].kind);
    }
}

static void answers_that_do_not_fit_are_not_believed(void **state)
{
    static const char *const bodies[] = {
        "{}",
        SEEN("DONE"),
        "{\"out_bill_no\":\"B2\",\"transfer_bill_no\":\"133\",\"state\":\"SUCCESS\"}",
        "{\"out_bill_no\":\"B20261122\",\"state\":\"SUCCESS\"}",
        "{\"mch_id\":\"2\",\"out_bill_no\":\"B20261122\",\"transfer_bill_no\":\"133\",\"state\":\"SUCCESS\"}",
        "{\"out_bill_no\":\"B20261122\",\"transfer_bill_no\":\"133\",\"state\":\"SUCCESS\",\"transfer_amount\":-1}",
    };
    struct wxpay_transfer out;

    (void)state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        stand.body = bodies[i];
        assert_fails(wxpay_transfer_query(pay, &arena, "B20261122", &out, &failure), WECHAT_UNCLEAR);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(a_transfer_is_written_as_wechat_wants_it),
        STAND_TEST(a_name_goes_sealed),
        STAND_TEST(what_wechat_would_refuse_is_not_sent),
        STAND_TEST(every_state_is_known),
        STAND_TEST(it_can_be_taken_back),
        STAND_TEST(refusals_are_told_apart),
        STAND_TEST(answers_that_do_not_fit_are_not_believed),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
