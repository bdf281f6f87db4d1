#include "wechat/pay_notice.h"

#include "pay_stand.h"

#define TRANSACTION                                                                                                    \
    "{\"mchid\":\"" MERCHANT_ID "\",\"appid\":\"wx1234\",\"out_trade_no\":\"T2026112100\",\"transaction_id\":\"42\","  \
    "\"trade_state\":\"SUCCESS\",\"success_time\":\"2026-11-22T06:30:00+08:00\",\"payer\":{\"openid\":\"o1\"},"        \
    "\"amount\":{"                                                                                                     \
    "\"total\":1250,\"payer_total\":1250,\"currency\":\"CNY\"}}"
#define REFUND                                                                                                              \
    "{\"mchid\":\"" MERCHANT_ID "\",\"transaction_id\":\"42\",\"out_trade_no\":\"T2026112100\",\"refund_id\":\"5\","        \
    "\"out_refund_no\":\"R1\",\"refund_status\":\"ABNORMAL\",\"user_received_account\":\"支付用户零钱\",\"amount\":{" \
    "\"total\":"                                                                                                            \
    "1250,\"refund\":250,\"payer_total\":1250,\"payer_refund\":250}}"

static const char *notice_body(const char *event_type, const char *original_type, const char *plain, const char *key)
{
    static char resource[8192];

    sealed_resource(plain, original_type, key, resource, sizeof(resource));
    return arena_printf(
        &arena,
        "{\"id\":\"EV-2018022511223320873\",\"create_time\":\"2026-11-22T06:30:01+08:00\",\"resource_type\":"
        "\"encrypt-resource\",\"event_type\":\"%s\",\"summary\":\"支付成功\",\"resource\":{"
        "\"original_type\":\"%s\",%s}}",
        event_type, original_type, resource);
}

static struct status open_as(const char *body, enum how_signed how, struct wxpay_notice *notice)
{
    struct signed_headers headers;
    struct wxpay_signature signature;

    sign_as_wechat(body, how, &headers);
    signature = (struct wxpay_signature){ headers.timestamp, headers.nonce, headers.serial, headers.signature };
    return wxpay_notice_open(pay, &arena, &signature, body, strlen(body), clock_unix_ms() / 1000, notice);
}

static void a_payment_is_read(void **state)
{
    struct wxpay_notice notice;

    (void)state;
    assert_ok(open_as(notice_body("TRANSACTION.SUCCESS", "transaction", TRANSACTION, API_KEY), SIGNED, &notice));
    assert_string_equal(notice.id, "EV-2018022511223320873");
    assert_string_equal(notice.event_type, "TRANSACTION.SUCCESS");
    assert_int_equal(notice.created_us, INT64_C(1795300201000000));
    assert_int_equal(notice.kind, WXPAY_NOTICE_TRANSACTION);
    assert_string_equal(notice.transaction.out_trade_no, "T2026112100");
    assert_int_equal(notice.transaction.total, 1250);
    assert_int_equal(notice.transaction.state, WXPAY_TRADE_SUCCESS);
    assert_string_equal(notice.text, TRANSACTION);
}

static void a_refund_is_read(void **state)
{
    struct wxpay_notice notice;

    (void)state;
    assert_ok(open_as(notice_body("REFUND.ABNORMAL", "refund", REFUND, API_KEY), SIGNED, &notice));
    assert_int_equal(notice.kind, WXPAY_NOTICE_REFUND);
    assert_int_equal(notice.refund.state, WXPAY_REFUND_ABNORMAL);
    assert_string_equal(notice.refund.out_refund_no, "R1");
    assert_int_equal(notice.refund.refund, 250);
}

#define TRANSFER(merchant)                                                                                             \
    "{" merchant "\"out_bill_no\":\"B1\",\"transfer_bill_no\":\"133\",\"state\":\"FAIL\",\"transfer_amount\":8640,"    \
    "\"fail_reason\":\"NAME_NOT_CORRECT\",\"openid\":\"o1\",\"create_time\":\"2026-11-22T06:30:00+08:00\","            \
    "\"update_time\":\"2026-11-22T06:31:00+08:00\"}"

/* WeChat's documents call the merchant mchid in one place, mch_id in another. */
static void a_transfer_is_read(void **state)
{
    static const char *const texts[] = { TRANSFER("\"mch_id\":\"" MERCHANT_ID "\","),
                                         TRANSFER("\"mchid\":\"" MERCHANT_ID "\",") };
    struct wxpay_notice notice;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_ok(open_as(notice_body("MCHTRANSFER.BILL.FINISHED", "mch_payment", texts[i], API_KEY), SIGNED, &notice));
        assert_int_equal(notice.kind, WXPAY_NOTICE_TRANSFER);
        assert_string_equal(notice.transfer.out_bill_no, "B1");
        assert_int_equal(notice.transfer.state, WXPAY_TRANSFER_FAILED);
        assert_string_equal(notice.transfer.fail_reason, "NAME_NOT_CORRECT");
        assert_int_equal(notice.transfer.amount, 8640);
        assert_int_equal(notice.transfer.updated_us - notice.transfer.created_us, 60 * US_PER_S);
    }
    assert_fails(
        open_as(notice_body("MCHTRANSFER.BILL.FINISHED", "mch_payment", TRANSFER("\"mch_id\":\"2\","), API_KEY), SIGNED,
                &notice),
        WXPAY_NOTICE_INVALID);
    assert_fails(open_as(notice_body("MCHTRANSFER.BILL.FINISHED", "mch_payment", "{\"out_bill_no\":\"B1\"}", API_KEY),
                         SIGNED, &notice),
                 WXPAY_NOTICE_INVALID);
}

#define SHARE                                                                                                          \
    "{\"mchid\":\"1900000099\",\"transaction_id\":\"42\",\"order_id\":\"1217\",\"out_order_no\":\"P2015\","            \
    "\"receiver\":"                                                                                                    \
    "{\"type\":\"MERCHANT_ID\",\"account\":\"" MERCHANT_ID "\",\"amount\":888,\"description\":\"运费\"},"            \
    "\"success_time\":\"2026-11-22T06:30:00+08:00\"}"

static void a_share_that_came_in_is_read(void **state)
{
    struct wxpay_notice notice;

    (void)state;
    assert_ok(open_as(notice_body("TRANSACTION.SUCCESS", "profitsharing", SHARE, API_KEY), SIGNED, &notice));
    assert_int_equal(notice.kind, WXPAY_NOTICE_SHARE);
    assert_string_equal(notice.share.payer_merchant_id, "1900000099");
    assert_string_equal(notice.share.out_order_no, "P2015");
    assert_int_equal(notice.share.amount, 888);
    assert_fails(open_as(notice_body("TRANSACTION.SUCCESS", "profitsharing", TRANSACTION, API_KEY), SIGNED, &notice),
                 WXPAY_NOTICE_INVALID);
}

static void a_complaint_is_told(void **state)
{
    const char *body = notice_body("COMPLAINT.CREATE", "complaint",
                                   "{\"complaint_id\":\"2002018\",\"action_type\":\"CREATE_COMPLAINT\"}", API_KEY);
    struct wxpay_notice notice;

    (void)state;
    assert_ok(open_as(body, SIGNED, &notice));
    assert_int_equal(notice.kind, WXPAY_NOTICE_COMPLAINT);
    assert_string_equal(notice.complaint.complaint_id, "2002018");
    assert_string_equal(notice.complaint.action, "CREATE_COMPLAINT");
    assert_fails(open_as(body, SIGNED_PROBE, &notice), WXPAY_UNTRUSTED);
    body = notice_body("COMPLAINT.CREATE", "complaint", "{\"complaint_id\":\"../x\",\"action_type\":\"A\"}", API_KEY);
    assert_fails(open_as(body, SIGNED, &notice), WXPAY_NOTICE_INVALID);
}

static void other_notices_come_as_they_are(void **state)
{
    struct wxpay_notice notice;

    (void)state;
    assert_ok(open_as(notice_body("COUPON.USE", "coupon", "{\"stock_id\":\"b1\"}", API_KEY), SIGNED, &notice));
    assert_int_equal(notice.kind, WXPAY_NOTICE_OTHER);
    assert_string_equal(json_string_value(json_object_get(notice.resource, "stock_id")), "b1");
}

static void only_rightly_signed_notices_are_believed(void **state)
{
    static const enum how_signed bad[] = { SIGNED_OTHER_BODY, SIGNED_LONG_AGO, SIGNED_TOO_EARLY, SIGNED_BY_STRANGER,
                                           SIGNED_PROBE };
    const char *body = notice_body("TRANSACTION.SUCCESS", "transaction", TRANSACTION, API_KEY);
    struct wxpay_signature unsigned_one = { 0 };
    struct wxpay_notice notice = { .id = "untouched" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(open_as(body, bad[i], &notice), WXPAY_UNTRUSTED);
    assert_fails(wxpay_notice_open(pay, &arena, &unsigned_one, body, strlen(body), clock_unix_ms() / 1000, &notice),
                 WXPAY_UNTRUSTED);
    assert_string_equal(notice.id, "untouched");
    assert_int_equal(stand.certificate_calls, 0); /* looking at a notice never goes out to the network */
}

static void an_unknown_certificate_is_fetched_by_the_caller(void **state)
{
    const char *body = notice_body("TRANSACTION.SUCCESS", "transaction", TRANSACTION, API_KEY);
    struct wxpay_notice notice;

    (void)state;
    assert_fails(open_as(body, SIGNED_CERTIFICATE, &notice), WXPAY_KEY_UNKNOWN);
    assert_int_equal(stand.certificate_calls, 0);
    assert_ok(wxpay_keys_refresh(pay, &arena, NULL));
    assert_ok(open_as(body, SIGNED_CERTIFICATE, &notice));
    assert_fails(open_as(body, SIGNED_UNKNOWN_SERIAL, &notice), WXPAY_KEY_UNKNOWN);
}

/* Signed by WeChat, and still not what it should be. */
static void notices_with_wrong_insides_are_refused(void **state)
{
    struct wxpay_notice notice;
    const char *const bodies[] = {
        "",
        "[]",
        "{}",
        "{\"id\":\"x\",\"event_type\":\"y\"}",
        "{\"id\":\"x\",\"event_type\":\"y\",\"resource\":{}}",
        notice_body("TRANSACTION.SUCCESS", "transaction", TRANSACTION, "another APIv3 key of 32 bytes..."),
        notice_body("TRANSACTION.SUCCESS", "transaction", "not json", API_KEY),
        notice_body("TRANSACTION.SUCCESS", "transaction", "[]", API_KEY),
        notice_body("TRANSACTION.SUCCESS", "transaction", "{}", API_KEY),
        notice_body("TRANSACTION.SUCCESS", "transaction", "", API_KEY),
        notice_body("TRANSACTION.SUCCESS", "transaction", REFUND, API_KEY),
        notice_body("REFUND.SUCCESS", "refund", TRANSACTION, API_KEY),
        notice_body("REFUND.SUCCESS", "refund", "{\"mchid\":\"2\"}", API_KEY),
        arena_printf(&arena, "{\"id\":\"x\",\"event_type\":\"y\",\"z\":%.*s", 30, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
        arena_printf(&arena, "{\"id\":\"%*s\"}", (int)WXPAY_NOTICE_BYTES_MAX, ""),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
        if (!failed_with(open_as(bodies[i], SIGNED, &notice), WXPAY_NOTICE_INVALID))
            fail_msg("body %zu passed", i);
}

static void every_changed_character_of_a_notice_is_noticed(void **state)
{
    char *body = (char *)notice_body("TRANSACTION.SUCCESS", "transaction", TRANSACTION, API_KEY);
    struct signed_headers headers;
    struct wxpay_signature signature;
    struct wxpay_notice notice;

    (void)state;
    sign_as_wechat(body, SIGNED, &headers);
    signature = (struct wxpay_signature){ headers.timestamp, headers.nonce, headers.serial, headers.signature };
    for (size_t i = 0; body[i]; i++) {
        body[i] ^= 2;
        assert_fails(wxpay_notice_open(pay, &arena, &signature, body, strlen(body), clock_unix_ms() / 1000, &notice),
                     WXPAY_UNTRUSTED);
        body[i] ^= 2;
    }
    assert_ok(wxpay_notice_open(pay, &arena, &signature, body, strlen(body), clock_unix_ms() / 1000, &notice));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(a_payment_is_read),
        STAND_TEST(a_refund_is_read),
        STAND_TEST(a_transfer_is_read),
        STAND_TEST(a_share_that_came_in_is_read),
        STAND_TEST(a_complaint_is_told),
        STAND_TEST(other_notices_come_as_they_are),
        STAND_TEST(only_rightly_signed_notices_are_believed),
        STAND_TEST(an_unknown_certificate_is_fetched_by_the_caller),
        STAND_TEST(notices_with_wrong_insides_are_refused),
        STAND_TEST(every_changed_character_of_a_notice_is_noticed),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
