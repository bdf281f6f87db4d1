/* Complaints with the stand-in: told, read, answered with a picture, completed. */
#include "wechat/pay_complaints.h"

#include "merchant.h"

static const char *today(void)
{
    char text[TIME_RFC3339_BYTES];

    time_format_rfc3339(clock_unix_us() + 8 * 3600 * US_PER_S, text);
    return arena_strndup(&arena, text, 10);
}

static const char *complain(const char *out_trade_no, const char *rest)
{
    const json_t *answer = sandbox_call(&sandbox, &arena, "/complaint",
                                        arena_printf(&arena, "{\"out_trade_no\":\"%s\"%s}", out_trade_no, rest), NULL);

    return sandbox_text(answer, "complaint_id");
}

static void write_to(const char *complaint_id, const char *call)
{
    sandbox_call(&sandbox, &arena, call, arena_printf(&arena, "{\"complaint_id\":\"%s\"}", complaint_id), NULL);
}

static struct wxpay_complaint seen(const char *complaint_id)
{
    struct wxpay_complaint complaint;

    assert_ok(wxpay_complaint(receiver.pay, &arena, complaint_id, &complaint, NULL));
    return complaint;
}

static void test_the_address_is_set_changed_and_dropped(void **state)
{
    const char *first = arena_printf(&arena, "%s/v1/first", server.url), *url;
    const char *second = arena_printf(&arena, "%s/v1/callbacks/wechat/complaints", server.url);

    (void)state;
    assert_ok(wxpay_complaint_notify_url(receiver.pay, &arena, &url, NULL));
    assert_string_equal(url, "");
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, NULL, NULL));
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, first, NULL));
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, first, NULL));
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, second, NULL));
    assert_ok(wxpay_complaint_notify_url(receiver.pay, &arena, &url, NULL));
    assert_string_equal(url, second);
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, NULL, NULL));
    assert_ok(wxpay_complaint_notify_url(receiver.pay, &arena, &url, NULL));
    assert_string_equal(url, "");
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, second, NULL));
}

static void test_a_complaint_is_told_answered_and_completed(void **state)
{
    static const uint8_t png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, '\r', '\n', '-', '-', 7 };
    struct wxpay_prepay order = new_order(1990);
    struct wxpay_complaint_reply reply = { .content = "正在核实", .media_count = 1 };
    struct wxpay_complaint_history history;
    struct wxpay_complaint complaint;
    const char *id;
    int before;
    const void *bytes;
    size_t count;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    settle();
    before = receiver.taken;
    id = complain(order.out_trade_no,
                  ",\"detail\":\"没收到货\",\"problem_type\":\"REFUND\",\"apply_refund_amount\":990,\"pictures\":2");
    wait_for_notices(before + 1);
    assert_int_equal(receiver.last.kind, WXPAY_NOTICE_COMPLAINT);
    assert_string_equal(receiver.last.complaint.complaint_id, id);
    assert_string_equal(receiver.last.complaint.action, "CREATE_COMPLAINT");

    complaint = seen(id);
    assert_int_equal(complaint.state, WXPAY_COMPLAINT_PENDING);
    assert_true(complaint.user_waits);
    assert_string_equal(complaint.detail, "没收到货");
    assert_string_equal(complaint.openid, openid);
    assert_string_equal(
        complaint.phone,
        sandbox_text(sandbox_call(&sandbox, &arena, arena_printf(&arena, "/user/%s", openid), NULL, NULL), "phone"));
    assert_string_equal(complaint.orders[0].out_trade_no, order.out_trade_no);
    assert_int_equal(complaint.refund_wanted, 990);
    assert_int_equal(complaint.images_count, 2);
    assert_ok(wxpay_complaint_image(receiver.pay, &arena, complaint.images[0], &bytes, &count, NULL));
    assert_true(count > 8 && memcmp(bytes, "\x89PNG", 4) == 0);
    assert_fails(wxpay_complaint_image(receiver.pay, &arena,
                                       arena_printf(&arena, "%s/v3/merchant-service/images/none.png", sandbox.pay),
                                       &bytes, &count, NULL),
                 WXPAY_NOT_FOUND);

    assert_fails(wxpay_complaint_complete(receiver.pay, &arena, id, NULL), WECHAT_REFUSED);
    assert_ok(wxpay_image_upload(receiver.pay, &arena, png, sizeof(png), &reply.media_ids[0], NULL));
    assert_ok(wxpay_complaint_reply(receiver.pay, &arena, id, &reply, NULL));
    assert_int_equal(seen(id).state, WXPAY_COMPLAINT_PROCESSING);
    assert_false(seen(id).user_waits);
    write_to(id, "/complaint-message");
    assert_true(seen(id).user_waits);
    assert_ok(wxpay_complaint_approve(receiver.pay, &arena, id, 1, NULL));
    assert_fails(wxpay_complaint_reject(receiver.pay, &arena, id, "已取货", NULL), WECHAT_REFUSED);
    assert_ok(wxpay_complaint_complete(receiver.pay, &arena, id, NULL));
    assert_int_equal(seen(id).state, WXPAY_COMPLAINT_PROCESSED);
    assert_fails(wxpay_complaint_complete(receiver.pay, &arena, id, NULL), WECHAT_REFUSED);

    assert_ok(wxpay_complaint_history(receiver.pay, &arena, id, 0, 100, &history, NULL));
    assert_int_equal(history.total, 5);
    assert_string_equal(history.list[0].type, "MERCHANT_CONFIRM_COMPLETE");
    assert_string_equal(history.list[4].type, "USER_CREATE_COMPLAINT");
    assert_string_equal(history.list[3].details, "正在核实");
    assert_ok(wxpay_complaint_image(receiver.pay, &arena, history.list[3].images[0], &bytes, &count, NULL));
    assert_int_equal(count, sizeof(png));
    assert_memory_equal(bytes, png, sizeof(png));
    wait_for_notices(before + 5);
}

static void test_complaints_are_listed(void **state)
{
    struct wxpay_prepay order = new_order(10);
    struct wxpay_complaint_page page, next;
    int64_t before;

    (void)state;
    assert_ok(wxpay_complaints(receiver.pay, &arena, today(), today(), 0, 50, &page, NULL));
    before = page.total;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    for (int i = 0; i < 3; i++)
        complain(order.out_trade_no, "");
    assert_ok(wxpay_complaints(receiver.pay, &arena, today(), today(), 0, 2, &page, NULL));
    assert_int_equal(page.total, before + 3);
    assert_int_equal(page.count, 2);
    assert_string_equal(page.list[0].openid, "");
    assert_ok(wxpay_complaints(receiver.pay, &arena, today(), today(), 2, 50, &next, NULL));
    assert_int_equal(next.count, before + 1);
    assert_string_not_equal(page.list[1].complaint_id, next.list[0].complaint_id);
}

static void test_forged_notices_are_refused(void **state)
{
    static const char *const flaws[] = { "bad_signature", "no_signature", "tampered", "stale_timestamp",
                                         "probe",         "wrong_serial", "other_key" };
    struct wxpay_prepay order = new_order(10);
    int taken, refused;
    const char *id;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    settle();
    taken = receiver.taken;
    refused = receiver.refused;
    id = complain(order.out_trade_no, "");
    wait_for_notices(taken + 1);
    for (size_t i = 0; i < sizeof(flaws) / sizeof(*flaws); i++) {
        sandbox_call(&sandbox, &arena, "/notice",
                     arena_printf(&arena, "{\"complaint_id\":\"%s\",\"flaw\":\"%s\"}", id, flaws[i]), NULL);
        assert_int_equal(receiver.refused, ++refused);
    }
    assert_int_equal(receiver.taken, taken + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_address_is_set_changed_and_dropped),
        cmocka_unit_test(test_a_complaint_is_told_answered_and_completed),
        cmocka_unit_test(test_complaints_are_listed),
        cmocka_unit_test(test_forged_notices_are_refused),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
