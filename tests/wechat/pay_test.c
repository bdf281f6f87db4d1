/* WeChat Pay with WeChat's side played by the stand-in: signatures, seals and both kinds of keys, tried against
 * another's cryptography. */
#include "wechat/pay.h"

#include "base/clock.h"
#include "sandbox.h"
#include "support/check.h"
#include "support/loopback.h"
#include "wechat/pay_notice.h"
#include "wechat/pay_orders.h"
#include "wechat/pay_refunds.h"

static struct arena arena;
static struct sandbox sandbox;
static struct loopback server;
static const char *app_id, *openid;
static int numbers;

/* Notices that came, judged by `pay` when they came. */
static struct {
    pthread_mutex_t lock;
    struct wxpay *pay;
    struct arena arena;
    int taken, refused;
    char reason[64];
    struct wxpay_notice last;
} receiver = { .lock = PTHREAD_MUTEX_INITIALIZER };

static size_t receive(void *data, const struct loopback_request *request, char *out, size_t size)
{
    char timestamp[32], nonce[64], serial[64], text[512];
    struct wxpay_signature signature = {
        .timestamp = loopback_header(request->head, "Wechatpay-Timestamp", timestamp, sizeof(timestamp)),
        .nonce = loopback_header(request->head, "Wechatpay-Nonce", nonce, sizeof(nonce)),
        .serial = loopback_header(request->head, "Wechatpay-Serial", serial, sizeof(serial)),
        .signature = loopback_header(request->head, "Wechatpay-Signature", text, sizeof(text)),
    };
    struct status status;

    (void)data;
    pthread_mutex_lock(&receiver.lock);
    status = wxpay_notice_open(receiver.pay, &receiver.arena, &signature, request->body, request->body_bytes,
                               clock_unix_us() / US_PER_S, &receiver.last);
    if (ok(status))
        receiver.taken++;
    else
        receiver.refused++;
    snprintf(receiver.reason, sizeof(receiver.reason), "%s", ok(status) ? "" : status.reason);
    pthread_mutex_unlock(&receiver.lock);
    return loopback_text(out, size, ok(status) ? 200 : 500, "Connection: close\r\n",
                         ok(status) ? WXPAY_NOTICE_YES : WXPAY_NOTICE_NO);
}

static struct wxpay *make_client(bool with_public_key)
{
    struct wxpay_options options = {
        .base_url = sandbox.pay,
        .merchant_id = sandbox_file(&sandbox, &arena, "mch_id"),
        .merchant_serial = sandbox_file(&sandbox, &arena, "merchant/serial"),
        .private_key_pem = sandbox_file(&sandbox, &arena, "merchant/apiclient_key.pem"),
        .api_key = sandbox_file(&sandbox, &arena, "merchant/apiv3_key"),
        .public_key_id = with_public_key ? sandbox_file(&sandbox, &arena, "wxp_pub_id") : NULL,
        .public_key_pem = with_public_key ? sandbox_file(&sandbox, &arena, "wxp_pub.pem") : NULL,
    };
    struct wxpay *pay;

    assert_ok(wxpay_create(&options, &pay));
    return pay;
}

static int start(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    arena_init(&receiver.arena, ARENA_BYTES_MAX);
    sandbox_start(&sandbox);
    receiver.pay = make_client(true);
    app_id = sandbox_file(&sandbox, &arena, "app_id");
    openid = sandbox_text(sandbox_call(&sandbox, &arena, "/user", "{}", NULL), "openid");
    return loopback_start(&server, receive, NULL) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    sandbox_stop(&sandbox);
    loopback_stop(&server);
    wxpay_destroy(receiver.pay);
    arena_finish(&receiver.arena);
    arena_finish(&arena);
    return 0;
}

static void wait_for_notices(int count)
{
    for (int i = 0; i < 150; i++) {
        pthread_mutex_lock(&receiver.lock);
        bool there = receiver.taken >= count;

        pthread_mutex_unlock(&receiver.lock);
        if (there)
            return;
        clock_sleep_ms(20);
    }
    fail_msg("%d of %d notices were taken", receiver.taken, count);
}

/* Until nothing of the tests before is on its way. */
static void settle(void)
{
    for (int i = 0; i < 150; i++) {
        const json_t *answer = sandbox_call(&sandbox, &arena, "/notices?state=waiting", NULL, NULL);

        if (json_array_size(json_object_get(answer, "notices")) == 0)
            return;
        clock_sleep_ms(20);
    }
    fail_msg("notices are still waiting");
}

static struct wxpay_prepay new_order(fen total)
{
    return (struct wxpay_prepay){
        .app_id = app_id,
        .openid = openid,
        .out_trade_no = arena_printf(&arena, "0193c0ffee%022d", ++numbers),
        .description = "云南蓝莓 125 g × 4",
        .attach = "附言",
        .notify_url = arena_printf(&arena, "%s/v1/callbacks/wechat/payments", server.url),
        .expires_us = clock_unix_us() + 900 * US_PER_S,
        .total = total,
    };
}

static const char *prepay(struct wxpay *pay, const struct wxpay_prepay *order)
{
    const char *prepay_id;

    assert_ok(wxpay_prepay(pay, &arena, order, &prepay_id, NULL));
    return prepay_id;
}

/* The user pays with the parameters that our client would have been given; the stand-in checks their signature. */
static void pay_by_phone(struct wxpay *pay, const char *prepay_id)
{
    struct wxpay_client_parameters with =
        wxpay_client_parameters(pay, &arena, app_id, prepay_id, clock_unix_us() / US_PER_S);

    sandbox_call(
        &sandbox, &arena, "/pay",
        arena_printf(&arena,
                     "{\"openid\":\"%s\",\"parameters\":{\"timeStamp\":\"%s\",\"nonceStr\":\"%s\",\"package\":\"%s\","
                     "\"signType\":\"%s\",\"paySign\":\"%s\"}}",
                     openid, with.time_stamp, with.nonce_str, with.package, with.sign_type, with.pay_sign),
        NULL);
}

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
