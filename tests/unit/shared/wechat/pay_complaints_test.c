#include "wechat/pay_complaints.h"

#include "pay_stand.h"
#include "wechat/pay_keys.h"

#define ID "200201820200101080076610000"
#define COMPLAINT(state, phone)                                                                                            \
    "{\"complaint_id\":\"" ID "\",\"complaint_time\":\"2026-11-22T06:30:00+08:00\",\"complaint_detail\":\"没收到货\"," \
    "\"complaint_state\":\"" state "\",\"complainted_mchid\":\"" MERCHANT_ID "\",\"payer_phone\":\"" phone "\","           \
    "\"payer_openid\":\"o1\",\"complaint_order_info\":[{\"transaction_id\":\"42\",\"out_trade_no\":\"T1\",\"amount\":"     \
    "990}],\"complaint_media_list\":[{\"media_type\":\"USER_COMPLAINT_IMAGE\",\"media_url\":[\"https://a/1\","             \
    "\"https://a/2\"]}],\"complaint_full_refunded\":false,\"incoming_user_response\":true,\"problem_description\":"        \
    "\"不满意商家服务\",\"user_complaint_times\":2,\"problem_type\":\"REFUND\",\"apply_refund_amount\":500,"        \
    "\"in_platform_service\":true}"

static void a_complaint_is_read(void **state)
{
    struct wxpay_complaint complaint;
    const char *phone = pay_key_encrypt(stand.merchant, &arena, "13800000000", 11);

    (void)state;
    stand.body = arena_printf(&arena, COMPLAINT("PENDING", "%s"), phone);
    assert_ok(wxpay_complaint(pay, &arena, ID, &complaint, NULL));
    assert_string_equal(stand.target, "/v3/merchant-service/complaints-v2/" ID);
    assert_int_equal(complaint.state, WXPAY_COMPLAINT_PENDING);
    assert_string_equal(complaint.detail, "没收到货");
    assert_string_equal(complaint.phone, "13800000000");
    assert_string_equal(complaint.openid, "o1");
    assert_string_equal(complaint.problem_type, "REFUND");
    assert_int_equal(complaint.refund_wanted, 500);
    assert_int_equal(complaint.times, 2);
    assert_true(complaint.user_waits);
    assert_true(complaint.platform_helps);
    assert_false(complaint.fully_refunded);
    assert_int_equal(complaint.orders_count, 1);
    assert_string_equal(complaint.orders[0].out_trade_no, "T1");
    assert_int_equal(complaint.orders[0].amount, 990);
    assert_int_equal(complaint.images_count, 2);
    assert_string_equal(complaint.images[1], "https://a/2");
    assert_int_equal(complaint.at_us, INT64_C(1795300200000000));
    /* a number that is sealed to somebody else is not told */
    stand.body =
        arena_printf(&arena, COMPLAINT("PROCESSED", "%s"), pay_key_encrypt(stand.stranger, &arena, "13800000000", 11));
    assert_ok(wxpay_complaint(pay, &arena, ID, &complaint, NULL));
    assert_string_equal(complaint.phone, "");
    assert_int_equal(complaint.state, WXPAY_COMPLAINT_PROCESSED);
}

static void complaints_are_listed_by_days(void **state)
{
    struct wxpay_complaint_page page;

    (void)state;
    stand.body = "{\"data\":[" COMPLAINT("PROCESSING", "") "," COMPLAINT("PENDING", "") "],\"limit\":2,\"offset\":4,"
                                                                                        "\"total_count\":9}";
    assert_ok(wxpay_complaints(pay, &arena, "2026-11-01", "2026-11-30", 4, 2, &page, NULL));
    assert_string_equal(stand.target,
                        "/v3/merchant-service/complaints-v2?limit=2&offset=4&begin_date=2026-11-01&end_date="
                        "2026-11-30&complainted_mchid=" MERCHANT_ID);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.total, 9);
    assert_int_equal(page.list[0].state, WXPAY_COMPLAINT_PROCESSING);
    stand.body = "{\"limit\":2,\"offset\":4,\"total_count\":0}";
    assert_ok(wxpay_complaints(pay, &arena, "2026-11-01", "2026-11-01", 0, 50, &page, NULL));
    assert_int_equal(page.count, 0);
}

static void a_history_is_read(void **state)
{
    struct wxpay_complaint_history history;

    (void)state;
    stand.body =
        "{\"data\":[{\"log_id\":\"300\",\"operator\":\"投诉人\",\"operate_time\":\"2026-11-22T06:30:00+08:00\","
        "\"operate_type\":\"USER_RESPONSE\",\"operate_details\":\"还没有收到\",\"complaint_media_list\":{"
        "\"media_type\":\"USER_COMPLAINT_IMAGE\",\"media_url\":[\"https://a/1\"]},\"image_list\":[\"https://q/2\"]}],"
        "\"limit\":300,\"offset\":0,\"total_count\":1}";
    assert_ok(wxpay_complaint_history(pay, &arena, ID, 0, 300, &history, NULL));
    assert_string_equal(stand.target,
                        "/v3/merchant-service/complaints-v2/" ID "/negotiation-historys?limit=300&offset=0");
    assert_int_equal(history.count, 1);
    assert_string_equal(history.list[0].type, "USER_RESPONSE");
    assert_string_equal(history.list[0].who, "投诉人");
    assert_string_equal(history.list[0].details, "还没有收到");
    assert_int_equal(history.list[0].images_count, 2);
    stand.body = "{\"data\":[{\"log_id\":\"300\"}]}";
    assert_fails(wxpay_complaint_history(pay, &arena, ID, 0, 300, &history, NULL), WECHAT_UNCLEAR);
}

static void it_is_answered_and_completed(void **state)
{
    struct wxpay_complaint_reply reply = { .content = "已与用户\"沟通\"" };

    (void)state;
    stand.status = 204;
    stand.body = "";
    assert_ok(wxpay_complaint_reply(pay, &arena, ID, &reply, NULL));
    assert_string_equal(stand.target, "/v3/merchant-service/complaints-v2/" ID "/response");
    assert_string_equal(stand.request_body,
                        "{\"complainted_mchid\":\"" MERCHANT_ID "\",\"response_content\":\"已与用户\\\"沟通\\\"\"}");
    reply = (struct wxpay_complaint_reply){ .content = "x",
                                            .media_ids = { "a.jpg", "b.png" },
                                            .media_count = 2,
                                            .app_id = "wx1234",
                                            .page = "pages/order/order?id=1",
                                            .page_text = "查看订单" };
    assert_ok(wxpay_complaint_reply(pay, &arena, ID, &reply, NULL));
    assert_string_equal(stand.request_body,
                        "{\"complainted_mchid\":\"" MERCHANT_ID "\",\"response_content\":\"x\",\"response_images\":["
                        "\"a.jpg\",\"b.png\"],\"mini_program_jump_info\":{\"appid\":\"wx1234\",\"path\":"
                        "\"pages/order/order?id=1\",\"text\":\"查看订单\"}}");
    assert_ok(wxpay_complaint_complete(pay, &arena, ID, NULL));
    assert_string_equal(stand.target, "/v3/merchant-service/complaints-v2/" ID "/complete");
    assert_string_equal(stand.request_body, "{\"complainted_mchid\":\"" MERCHANT_ID "\"}");
    assert_ok(wxpay_complaint_approve(pay, &arena, ID, 3, NULL));
    assert_string_equal(stand.target, "/v3/merchant-service/complaints-v2/" ID "/update-refund-progress");
    assert_string_equal(stand.request_body, "{\"action\":\"APPROVE\",\"launch_refund_day\":3}");
    assert_ok(wxpay_complaint_reject(pay, &arena, ID, "已取货", NULL));
    assert_string_equal(stand.request_body, "{\"action\":\"REJECT\",\"reject_reason\":\"已取货\"}");
}

static void what_wechat_would_refuse_is_not_sent(void **state)
{
    static const char *const days[][2] = { { "2026-11-30", "2026-11-29" },
                                           { "2026-11-01", "2026-12-01" },
                                           { "20261101", "2026-11-02" },
                                           { "2026-11-31", "2026-12-01" },
                                           { NULL, "2026-11-02" } };
    struct wxpay_complaint_reply reply = { .content = "" };
    struct wxpay_complaint_history history;
    struct wxpay_complaint_page page;
    struct wxpay_complaint complaint;

    (void)state;
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        assert_fails(wxpay_complaints(pay, &arena, days[i][0], days[i][1], 0, 50, &page, &failure),
                     WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaints(pay, &arena, "2026-11-01", "2026-11-01", 0, 51, &page, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaints(pay, &arena, "2026-11-01", "2026-11-01", -1, 5, &page, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint(pay, &arena, "1/../2", &complaint, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint_history(pay, &arena, ID, 0, 301, &history, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint_reply(pay, &arena, ID, &reply, NULL), WECHAT_CONTENT_INVALID);
    reply.content = arena_printf(&arena, "%0201d", 1);
    assert_fails(wxpay_complaint_reply(pay, &arena, ID, &reply, NULL), WECHAT_CONTENT_INVALID);
    reply = (struct wxpay_complaint_reply){ .content = "x", .media_count = 5 };
    assert_fails(wxpay_complaint_reply(pay, &arena, ID, &reply, NULL), WECHAT_CONTENT_INVALID);
    reply = (struct wxpay_complaint_reply){ .content = "x", .page = "p" };
    assert_fails(wxpay_complaint_reply(pay, &arena, ID, &reply, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint_reject(pay, &arena, ID, "", NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint_approve(pay, &arena, ID, -1, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint_complete(pay, &arena, "", NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_complaint_notify(pay, &arena, "https://x?y", NULL), WECHAT_CONTENT_INVALID);
    assert_int_equal(stand.calls, 0);
}

static void answers_that_do_not_fit_are_not_believed(void **state)
{
    static const char *const bodies[] = { "{}", COMPLAINT("OPEN", ""),
                                          "{\"complaint_id\":\"2\",\"complaint_time\":\"2026-11-22T06:30:00+08:00\","
                                          "\"complaint_state\":\"PENDING\"}",
                                          "{\"complaint_id\":\"" ID "\",\"complaint_state\":\"PENDING\"}" };
    struct wxpay_complaint complaint;

    (void)state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        stand.body = bodies[i];
        assert_fails(wxpay_complaint(pay, &arena, ID, &complaint, &failure), WECHAT_UNCLEAR);
    }
}

static void a_picture_goes_as_a_form_whose_meta_is_signed(void **state)
{
    static const uint8_t png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3 };
    static uint8_t large[WXPAY_IMAGE_BYTES_MAX + 1] = { 0xFF, 0xD8, 0xFF };
    const char *media_id;

    (void)state;
    stand.body = "{\"media_id\":\"BB04.png\"}";
    stand.form = true;
    assert_ok(wxpay_image_upload(pay, &arena, png, sizeof(png), &media_id, NULL));
    stand.form = false;
    assert_string_equal(media_id, "BB04.png");
    assert_string_equal(stand.target, "/v3/merchant-service/images/upload");
    assert_string_equal(stand.request_body, "{\"filename\":\"7f47b756761a46e6.png\",\"sha256\":"
                                            "\"7f47b756761a46e6d4a4d96f0d8a4448f8449235009d1f3ad1493f5c773c19e8\"}");
    assert_fails(wxpay_image_upload(pay, &arena, "GIF89a", 6, &media_id, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_image_upload(pay, &arena, "", 0, &media_id, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_image_upload(pay, &arena, large, sizeof(large), &media_id, NULL), WECHAT_CONTENT_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(a_complaint_is_read),
        STAND_TEST(complaints_are_listed_by_days),
        STAND_TEST(a_history_is_read),
        STAND_TEST(it_is_answered_and_completed),
        STAND_TEST(what_wechat_would_refuse_is_not_sent),
        STAND_TEST(answers_that_do_not_fit_are_not_believed),
        STAND_TEST(a_picture_goes_as_a_form_whose_meta_is_signed),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
