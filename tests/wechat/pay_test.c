/* WeChat Pay with WeChat's side played by the stand-in: signatures, seals and both kinds of keys, tried against
 * another's cryptography. */
#include "wechat/pay.h"

#include "merchant.h"

static void test_an_order_is_paid_and_told(void **state)
{
    struct wxpay_prepay order = new_order(990);
    struct wxpay_transaction transaction;
    int before = receiver.taken;
    const char *prepay_id = prepay(receiver.pay, &order);

    (void)state;
    assert_string_equal(prepay(receiver.pay, &order), prepay_id);
    assert_ok(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL));
    assert_int_equal(transaction.state, WXPAY_TRADE_NOT_PAID);
    pay_by_phone(receiver.pay, prepay_id);
    assert_ok(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL));
    assert_int_equal(transaction.state, WXPAY_TRADE_SUCCESS);
    assert_int_equal(transaction.total, 990);
    assert_string_equal(transaction.openid, openid);
    assert_string_equal(transaction.attach, "附言");
    assert_true(llabs(transaction.paid_us - clock_unix_us()) < 10 * US_PER_S);
    wait_for_notices(before + 1);
    assert_int_equal(receiver.last.kind, WXPAY_NOTICE_TRANSACTION);
    assert_string_equal(receiver.last.transaction.out_trade_no, order.out_trade_no);
    assert_string_equal(receiver.last.transaction.transaction_id, transaction.transaction_id);
    assert_fails(wxpay_close(receiver.pay, &arena, order.out_trade_no, NULL), WXPAY_ALREADY_PAID);
}

static void test_what_wechat_refuses(void **state)
{
    struct wxpay_prepay order = new_order(100), other;
    struct wxpay_transaction transaction;
    const char *prepay_id;
    struct wechat_failure failure;

    (void)state;
    prepay(receiver.pay, &order);
    other = order;
    other.total = 101;
    assert_fails(wxpay_prepay(receiver.pay, &arena, &other, &prepay_id, &failure), WECHAT_REFUSED);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    assert_ok(wxpay_close(receiver.pay, &arena, order.out_trade_no, NULL));
    assert_ok(wxpay_close(receiver.pay, &arena, order.out_trade_no, NULL));
    assert_fails(wxpay_prepay(receiver.pay, &arena, &order, &prepay_id, NULL), WXPAY_ORDER_CLOSED);
    assert_ok(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL));
    assert_int_equal(transaction.state, WXPAY_TRADE_CLOSED);
    assert_fails(wxpay_query(receiver.pay, &arena, "never0seen", &transaction, NULL), WXPAY_NOT_FOUND);
}

static void test_a_refund_is_accepted_then_told(void **state)
{
    struct wxpay_prepay order = new_order(1000);
    struct wxpay_refund_request request = {
        .out_trade_no = order.out_trade_no,
        .out_refund_no = "refund-1",
        .reason = "未成团",
        .refund = 400,
        .total = 1000,
        .notify_url = arena_printf(&arena, "%s/v1/callbacks/wechat/refunds", server.url),
    };
    struct wxpay_refund refund, again;
    int before = receiver.taken;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    wait_for_notices(before + 1);
    assert_ok(wxpay_refund(receiver.pay, &arena, &request, &refund, NULL));
    assert_int_equal(refund.state, WXPAY_REFUND_PROCESSING);
    assert_ok(wxpay_refund(receiver.pay, &arena, &request, &again, NULL));
    assert_string_equal(again.refund_id, refund.refund_id);
    wait_for_notices(before + 2);
    assert_int_equal(receiver.last.kind, WXPAY_NOTICE_REFUND);
    assert_int_equal(receiver.last.refund.state, WXPAY_REFUND_SUCCESS);
    assert_int_equal(receiver.last.refund.refund, 400);
    assert_ok(wxpay_refund_query(receiver.pay, &arena, "refund-1", &refund, NULL));
    assert_int_equal(refund.state, WXPAY_REFUND_SUCCESS);
    request.out_refund_no = "refund-2";
    request.refund = 601;
    assert_false(ok(wxpay_refund(receiver.pay, &arena, &request, &refund, NULL)));
    assert_fails(wxpay_refund_query(receiver.pay, &arena, "refund-2", &refund, NULL), WXPAY_NOT_FOUND);
}

static void test_forged_notices_are_refused(void **state)
{
    static const struct {
        const char *flaw, *reason;
    } forged[] = {
        { "bad_signature", "WXPAY_UNTRUSTED" },  { "no_signature", "WXPAY_UNTRUSTED" },
        { "tampered", "WXPAY_UNTRUSTED" },       { "stale_timestamp", "WXPAY_UNTRUSTED" },
        { "probe", "WXPAY_UNTRUSTED" },          { "wrong_serial", "WXPAY_KEY_UNKNOWN" },
        { "other_key", "WXPAY_NOTICE_INVALID" },
    };
    struct wxpay_prepay order = new_order(5);
    int before = receiver.taken, refused = receiver.refused;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    wait_for_notices(before + 1);
    for (size_t i = 0; i < sizeof(forged) / sizeof(*forged); i++) {
        sandbox_call(
            &sandbox, &arena, "/notice",
            arena_printf(&arena, "{\"out_trade_no\":\"%s\",\"flaw\":\"%s\"}", order.out_trade_no, forged[i].flaw),
            NULL);
        assert_int_equal(receiver.refused, ++refused);
        assert_string_equal(receiver.reason, forged[i].reason);
    }
    assert_int_equal(receiver.taken, before + 1);
    /* this one is rightly signed: that the amount is not ours, only our own row can tell */
    sandbox_call(&sandbox, &arena, "/notice",
                 arena_printf(&arena, "{\"out_trade_no\":\"%s\",\"flaw\":\"other_amount\"}", order.out_trade_no), NULL);
    assert_int_equal(receiver.taken, before + 2);
    assert_int_equal(receiver.last.transaction.total, 6);
}

static void test_a_refund_may_go_wrong(void **state)
{
    struct wxpay_prepay order = new_order(30);
    struct wxpay_refund_request request = {
        .out_trade_no = order.out_trade_no, .out_refund_no = "refund-held", .refund = 30, .total = 30
    };
    struct wxpay_refund refund;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"refundOutcome\":\"HOLD\"}", NULL);
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_ok(wxpay_refund(receiver.pay, &arena, &request, &refund, NULL));
    sandbox_call(&sandbox, &arena, "/refund", "{\"out_refund_no\":\"refund-held\",\"status\":\"ABNORMAL\"}", NULL);
    settle();
    assert_ok(wxpay_refund_query(receiver.pay, &arena, "refund-held", &refund, NULL));
    assert_int_equal(refund.state, WXPAY_REFUND_ABNORMAL);
    sandbox_call(&sandbox, &arena, "/settings", "{\"refundOutcome\":\"SUCCESS\"}", NULL);
}

static void test_a_notice_comes_twice_and_after_a_probe(void **state)
{
    struct wxpay_prepay order = new_order(5);
    int before = receiver.taken, refused = receiver.refused;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"payNoticeProbeShare\":1,\"payNoticeDuplicates\":1}", NULL);
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    wait_for_notices(before + 2);
    settle();
    assert_true(receiver.refused > refused);
    assert_string_equal(receiver.last.transaction.out_trade_no, order.out_trade_no);
    sandbox_call(&sandbox, &arena, "/settings", "{\"payNoticeProbeShare\":0,\"payNoticeDuplicates\":0}", NULL);
}

static void test_answers_are_not_believed_unproven(void **state)
{
    static const char *const kinds[] = { "bad_signature", "no_signature", "stale_timestamp" };
    struct wxpay_transaction transaction;
    struct wxpay_prepay order = new_order(5);

    (void)state;
    prepay(receiver.pay, &order);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        sandbox_call(&sandbox, &arena, "/faults",
                     arena_printf(&arena, "{\"match\":\"GET /pay/*\",\"kind\":\"%s\",\"count\":1}", kinds[i]), NULL);
        assert_fails(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL), WXPAY_UNTRUSTED);
    }
    assert_ok(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL));
}

/* Whatever happens to the answer, the order may be there; the same call under the same number settles it. */
static void test_a_lost_answer_is_uncertain(void **state)
{
    static const char *const kinds[] = { "reset", "truncate", "bad_signature", "wrong_serial" };
    struct wechat_failure failure;
    const char *prepay_id;

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct wxpay_prepay order = new_order(5);

        sandbox_call(&sandbox, &arena, "/faults",
                     arena_printf(&arena, "{\"match\":\"POST /pay/*\",\"kind\":\"%s\",\"when\":\"after\",\"count\":1}",
                                  kinds[i]),
                     NULL);
        assert_false(ok(wxpay_prepay(receiver.pay, &arena, &order, &prepay_id, &failure)));
        assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
        prepay(receiver.pay, &order);
    }
}

static void test_platform_certificates_and_the_change_to_a_public_key(void **state)
{
    struct wxpay *older = make_client(false), *newer = receiver.pay;
    struct wxpay_prepay order = new_order(20);
    struct wxpay_transaction transaction;
    int before = receiver.taken;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"certificate\"}", NULL);
    assert_ok(wxpay_keys_refresh(older, &arena, NULL));
    pthread_mutex_lock(&receiver.lock);
    receiver.pay = older;
    pthread_mutex_unlock(&receiver.lock);
    pay_by_phone(older, prepay(older, &order));
    wait_for_notices(before + 1);
    pthread_mutex_lock(&receiver.lock);
    receiver.pay = newer;
    pthread_mutex_unlock(&receiver.lock);
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"both\"}", NULL);
    for (int i = 0; i < 12; i++)
        assert_ok(wxpay_query(newer, &arena, order.out_trade_no, &transaction, NULL));
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"public_key\"}", NULL);
    wxpay_destroy(older);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_order_is_paid_and_told),
        cmocka_unit_test(test_what_wechat_refuses),
        cmocka_unit_test(test_a_refund_is_accepted_then_told),
        cmocka_unit_test(test_a_refund_may_go_wrong),
        cmocka_unit_test(test_a_notice_comes_twice_and_after_a_probe),
        cmocka_unit_test(test_forged_notices_are_refused),
        cmocka_unit_test(test_answers_are_not_believed_unproven),
        cmocka_unit_test(test_a_lost_answer_is_uncertain),
        cmocka_unit_test(test_platform_certificates_and_the_change_to_a_public_key),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
