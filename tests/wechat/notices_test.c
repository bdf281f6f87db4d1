/* Every kind of notice from the stand-in: in both key modes and while they change, after a probe, and each end of a
 * refund. */
#include "wechat/pay_notice.h"

#include "merchant.h"

static const char *callback;

static int start_all(void **state)
{
    if (start(state) != 0)
        return -1;
    callback = arena_printf(&arena, "%s/v1/callbacks/wechat", server.url);
    sandbox_call(&sandbox, &arena, "/settings", "{\"transferDelayMs\":1}", NULL);
    assert_ok(wxpay_complaint_notify(receiver.pay, &arena, callback, NULL));
    return 0;
}

static void set(const char *json)
{
    sandbox_call(&sandbox, &arena, "/settings", json, NULL);
}

static const char *paid(fen total)
{
    struct wxpay_prepay order = new_order(total);

    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    return order.out_trade_no;
}

static const char *refund(const char *out_trade_no, fen total)
{
    struct wxpay_refund_request request = { .out_trade_no = out_trade_no,
                                            .out_refund_no = arena_printf(&arena, "R%s", out_trade_no),
                                            .refund = total,
                                            .total = total,
                                            .notify_url = callback };
    struct wxpay_refund answer;

    assert_ok(wxpay_refund(receiver.pay, &arena, &request, &answer, NULL));
    return request.out_refund_no;
}

static void transfer(void)
{
    struct wxpay_transfer_request request = { .app_id = app_id,
                                              .out_bill_no = arena_printf(&arena, "N%d", ++numbers),
                                              .scene_id = WXPAY_SCENE_COMMISSION,
                                              .openid = openid,
                                              .amount = 100,
                                              .remark = "佣金",
                                              .notify_url = callback,
                                              .infos = { { "岗位类型", "团长" }, { "报酬说明", "佣金" } },
                                              .infos_count = 2 };
    struct wxpay_transfer answer;

    assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &answer, NULL));
    sandbox_call(&sandbox, &arena, "/transfer-confirm",
                 arena_printf(&arena, "{\"out_bill_no\":\"%s\"}", request.out_bill_no), NULL);
}

/* One of each: a payment, its refund, a transfer, a complaint, a share. Waits for each before the next. */
static void one_of_each(void)
{
    enum wxpay_notice_kind kinds[5];
    int before = receiver.taken;
    const char *out_trade_no = paid(10);

    wait_for_notices(before + 1);
    kinds[0] = receiver.last.kind;
    refund(out_trade_no, 10);
    wait_for_notices(before + 2);
    kinds[1] = receiver.last.kind;
    transfer();
    wait_for_notices(before + 3);
    kinds[2] = receiver.last.kind;
    sandbox_call(&sandbox, &arena, "/complaint", arena_printf(&arena, "{\"out_trade_no\":\"%s\"}", out_trade_no), NULL);
    wait_for_notices(before + 4);
    kinds[3] = receiver.last.kind;
    sandbox_call(&sandbox, &arena, "/received-share", arena_printf(&arena, "{\"url\":\"%s\",\"amount\":5}", callback),
                 NULL);
    wait_for_notices(before + 5);
    kinds[4] = receiver.last.kind;
    assert_int_equal(kinds[0], WXPAY_NOTICE_TRANSACTION);
    assert_int_equal(kinds[1], WXPAY_NOTICE_REFUND);
    assert_int_equal(kinds[2], WXPAY_NOTICE_TRANSFER);
    assert_int_equal(kinds[3], WXPAY_NOTICE_COMPLAINT);
    assert_int_equal(kinds[4], WXPAY_NOTICE_SHARE);
}

static void test_both_key_modes_and_the_change(void **state)
{
    static const char *const modes[] = { "public_key", "certificate", "both" };

    (void)state;
    assert_ok(wxpay_keys_refresh(receiver.pay, &arena, NULL));
    for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
        set(arena_printf(&arena, "{\"paySigning\":\"%s\"}", modes[i]));
        one_of_each();
    }
    set("{\"paySigning\":\"public_key\"}");
    settle();
    assert_int_equal(receiver.refused, 0);
}

/* A merchant who knows certificates alone opens what is signed with them, and nothing that is signed with another key.
 */
static void test_certificates_alone(void **state)
{
    struct wxpay *newer = receiver.pay, *older = make_client(false);
    struct wxpay_prepay order = new_order(10);
    int refused;

    (void)state;
    set("{\"paySigning\":\"certificate\"}");
    assert_ok(wxpay_keys_refresh(older, &arena, NULL));
    pthread_mutex_lock(&receiver.lock);
    receiver.pay = older;
    pthread_mutex_unlock(&receiver.lock);
    one_of_each();
    settle();
    refused = receiver.refused;
    set("{\"paySigning\":\"public_key\",\"retryScale\":1}");
    pay_by_phone(newer, prepay(newer, &order));
    for (int i = 0; i < 150 && receiver.refused == refused; i++)
        clock_sleep_ms(20);
    assert_string_equal(receiver.reason, "WXPAY_KEY_UNKNOWN");
    pthread_mutex_lock(&receiver.lock);
    receiver.pay = newer;
    pthread_mutex_unlock(&receiver.lock);
    wxpay_destroy(older);
}

/* WeChat tries us with WECHATPAY/SIGNTEST/… before the true one: refused each time, whatever it is about. */
static void test_probes_are_refused(void **state)
{
    int refused = receiver.refused;

    (void)state;
    set("{\"payNoticeProbeShare\":1}");
    one_of_each();
    set("{\"payNoticeProbeShare\":0}");
    assert_int_equal(receiver.refused, refused + 5);
}

static void test_every_end_of_a_refund_is_told(void **state)
{
    static const struct {
        const char *name, *event;
        enum wxpay_refund_state state;
    } ends[] = { { "SUCCESS", "REFUND.SUCCESS", WXPAY_REFUND_SUCCESS },
                 { "ABNORMAL", "REFUND.ABNORMAL", WXPAY_REFUND_ABNORMAL },
                 { "CLOSED", "REFUND.CLOSED", WXPAY_REFUND_CLOSED } };

    (void)state;
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        int before = receiver.taken;
        const char *out_trade_no = paid(10);

        wait_for_notices(before + 1);
        set(arena_printf(&arena, "{\"refundOutcome\":\"%s\"}", ends[i].name));
        refund(out_trade_no, 10);
        wait_for_notices(before + 2);
        assert_string_equal(receiver.last.event_type, ends[i].event);
        assert_int_equal(receiver.last.refund.state, ends[i].state);
        assert_int_equal(receiver.last.refund.succeeded_us > 0, ends[i].state == WXPAY_REFUND_SUCCESS);
    }
    set("{\"refundOutcome\":\"SUCCESS\"}");
}

static void test_an_abnormal_refund_goes_to_a_card(void **state)
{
    struct wxpay_abnormal_refund request = { .bank_type = "ICBC_DEBIT",
                                             .bank_account = "6222000012345678",
                                             .real_name = "张三" };
    int before = receiver.taken;
    const char *out_trade_no = paid(10);
    struct wxpay_refund answer;

    (void)state;
    wait_for_notices(before + 1);
    set("{\"refundOutcome\":\"ABNORMAL\"}");
    request.out_refund_no = refund(out_trade_no, 10);
    wait_for_notices(before + 2);
    request.refund_id = receiver.last.refund.refund_id;
    set("{\"refundOutcome\":\"SUCCESS\"}");
    assert_ok(wxpay_refund_abnormal(receiver.pay, &arena, &request, &answer, NULL));
    assert_int_equal(answer.state, WXPAY_REFUND_PROCESSING);
    wait_for_notices(before + 3);
    assert_int_equal(receiver.last.refund.state, WXPAY_REFUND_SUCCESS);
    assert_fails(wxpay_refund_abnormal(receiver.pay, &arena, &request, &answer, NULL), WECHAT_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_key_modes_and_the_change),
        cmocka_unit_test(test_probes_are_refused),
        cmocka_unit_test(test_every_end_of_a_refund_is_told),
        cmocka_unit_test(test_an_abnormal_refund_goes_to_a_card),
        cmocka_unit_test(test_certificates_alone),
    };

    return cmocka_run_group_tests(tests, start_all, stop);
}
