/* Profit sharing with the stand-in: WeChat's rules, results per receiver, in both key modes. */
#include "wechat/pay_sharing.h"

#include "merchant.h"

#define SHOP "1900000109"

static int start_shared(void **state)
{
    struct wxpay_receiver shop = {
        .type = WXPAY_RECEIVER_MERCHANT, .account = SHOP, .name = "果园合作社", .relation = "SUPPLIER"
    };
    struct wxpay_receiver leader = { .type = WXPAY_RECEIVER_PERSON, .relation = "PARTNER" };

    if (start(state) != 0)
        return -1;
    leader.account = openid;
    sandbox_call(&sandbox, &arena, "/settings", "{\"sharingGapMs\":0,\"sharingAfterReceipt\":0}", NULL);
    assert_ok(wxpay_receiver_add(receiver.pay, &arena, app_id, &shop, NULL));
    assert_ok(wxpay_receiver_add(receiver.pay, &arena, app_id, &leader, NULL));
    assert_ok(wxpay_receiver_add(receiver.pay, &arena, app_id, &leader, NULL));
    return 0;
}

/* A payment whose money is frozen; its number at WeChat. */
static const char *frozen(fen total)
{
    struct wxpay_prepay order = new_order(total);
    struct wxpay_transaction transaction;

    order.profit_sharing = true;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_ok(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL));
    return transaction.transaction_id;
}

static struct status share(const char *transaction_id, const char *number, fen shop, fen leader,
                           struct wechat_failure *failure)
{
    struct wxpay_share shares[2] = {
        { .type = WXPAY_RECEIVER_PERSON, .account = openid, .amount = leader, .description = "佣金" },
        { .type = WXPAY_RECEIVER_MERCHANT, .account = SHOP, .amount = shop, .description = "供货" },
    };
    struct wxpay_sharing_request request = { .app_id = app_id,
                                             .transaction_id = transaction_id,
                                             .out_order_no = number,
                                             .shares = shares,
                                             .shares_count = shop > 0 ? 2 : 1 };
    struct wxpay_sharing sharing;

    return wxpay_share_out(receiver.pay, &arena, &request, &sharing, failure);
}

static struct wxpay_sharing finished(const char *transaction_id, const char *number)
{
    struct wxpay_sharing sharing = { 0 };

    for (int i = 0; i < 150 && !sharing.finished; i++) {
        clock_sleep_ms(10);
        assert_ok(wxpay_sharing_query(receiver.pay, &arena, transaction_id, number, &sharing, NULL));
    }
    assert_true(sharing.finished);
    return sharing;
}

static fen unsplit(const char *transaction_id)
{
    fen amount;

    assert_ok(wxpay_unsplit(receiver.pay, &arena, transaction_id, &amount, NULL));
    return amount;
}

static void test_a_payment_is_shared_and_the_rest_unfrozen(void **state)
{
    const char *transaction_id = frozen(10000);
    struct wxpay_sharing sharing;

    (void)state;
    assert_int_equal(unsplit(transaction_id), 10000);
    assert_ok(share(transaction_id, "share-1", 2000, 864, NULL));
    assert_ok(share(transaction_id, "share-1", 2000, 864, NULL)); /* a repeat shares nothing more */
    sharing = finished(transaction_id, "share-1");
    assert_int_equal(sharing.outcomes_count, 2);
    assert_int_equal(sharing.outcomes[0].result, WXPAY_SHARE_SUCCESS);
    assert_int_equal(sharing.outcomes[1].result, WXPAY_SHARE_SUCCESS);
    assert_int_equal(unsplit(transaction_id), 10000 - 2864);
    assert_ok(wxpay_unfreeze(receiver.pay, &arena, transaction_id, "share-1-rest", "完结", &sharing, NULL));
    assert_int_equal(unsplit(transaction_id), 0);
    assert_fails(share(transaction_id, "share-2", 0, 1, NULL), WXPAY_NOT_ENOUGH);
    assert_fails(wxpay_sharing_query(receiver.pay, &arena, transaction_id, "never", &sharing, NULL), WXPAY_NOT_FOUND);
}

static void test_wechats_rules_hold(void **state)
{
    const char *transaction_id = frozen(1000), *plain;
    struct wxpay_prepay order = new_order(1000);
    struct wechat_failure failure;
    struct wxpay_sharing sharing;
    struct wxpay_transaction transaction;

    (void)state;
    assert_fails(share(transaction_id, "rule-1", 0, 301, &failure), WECHAT_REFUSED);
    assert_string_equal(failure.code, "RULE_LIMIT");
    sandbox_call(&sandbox, &arena, "/settings", "{\"sharingGapMs\":60000}", NULL);
    assert_fails(share(transaction_id, "rule-1", 0, 300, &failure), WECHAT_REFUSED);
    sandbox_call(&sandbox, &arena, "/settings", "{\"sharingGapMs\":0,\"sharingAfterReceipt\":1}", NULL);
    assert_fails(share(transaction_id, "rule-1", 0, 300, &failure), WECHAT_REFUSED);
    sandbox_call(&sandbox, &arena, "/settings", "{\"sharingAfterReceipt\":0}", NULL);
    assert_ok(share(transaction_id, "rule-1", 0, 300, NULL));
    assert_fails(share(transaction_id, "rule-1", 0, 299, NULL), WECHAT_REFUSED);
    assert_fails(wxpay_unfreeze(receiver.pay, &arena, transaction_id, "rule-1", "完结", &sharing, NULL),
                 WECHAT_REFUSED);
    /* what was not frozen at prepay cannot be shared */
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_ok(wxpay_query(receiver.pay, &arena, order.out_trade_no, &transaction, NULL));
    plain = transaction.transaction_id;
    assert_fails(share(plain, "rule-2", 0, 1, NULL), WECHAT_REFUSED);
}

static void test_finished_is_not_success(void **state)
{
    const char *transaction_id = frozen(10000);
    struct wxpay_sharing sharing;

    (void)state;
    sandbox_call(&sandbox, &arena, "/receiver",
                 arena_printf(&arena, "{\"account\":\"%s\",\"fail_reason\":\"RECEIVER_RECEIPT_LIMIT\"}", openid), NULL);
    assert_ok(share(transaction_id, "mixed", 500, 500, NULL));
    sharing = finished(transaction_id, "mixed");
    assert_int_equal(sharing.outcomes[0].result, WXPAY_SHARE_CLOSED);
    assert_string_equal(sharing.outcomes[0].fail_reason, "RECEIVER_RECEIPT_LIMIT");
    assert_int_equal(sharing.outcomes[1].result, WXPAY_SHARE_SUCCESS);
    assert_int_equal(unsplit(transaction_id), 9500);
    sandbox_call(&sandbox, &arena, "/receiver",
                 arena_printf(&arena, "{\"account\":\"%s\",\"fail_reason\":null}", openid), NULL);
    assert_ok(wxpay_receiver_delete(receiver.pay, &arena, app_id, WXPAY_RECEIVER_MERCHANT, SHOP, NULL));
    assert_ok(share(transaction_id, "stranger", 1, 1, NULL));
    sharing = finished(transaction_id, "stranger");
    assert_string_equal(sharing.outcomes[1].fail_reason, "NO_RELATION");
}

static void test_a_merchant_gives_back_a_person_does_not(void **state)
{
    struct wxpay *older = make_client(false);
    struct wxpay_receiver shop = {
        .type = WXPAY_RECEIVER_MERCHANT, .account = SHOP, .name = "果园合作社", .relation = "SUPPLIER"
    };
    struct wxpay_share_return_request request = {
        .out_order_no = "given", .out_return_no = "back-1", .merchant_id = SHOP, .amount = 300, .description = "退款"
    };
    const char *transaction_id = frozen(10000);
    struct wxpay_share_return back;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"certificate\"}", NULL);
    assert_ok(wxpay_receiver_add(older, &arena, app_id, &shop, NULL)); /* sealed to a platform certificate */
    assert_ok(share(transaction_id, "given", 1000, 500, NULL));
    finished(transaction_id, "given");
    assert_ok(wxpay_share_return(older, &arena, &request, &back, NULL));
    assert_int_equal(back.state, WXPAY_RETURN_SUCCESS);
    assert_ok(wxpay_share_return_query(older, &arena, "given", "back-1", &back, NULL));
    assert_int_equal(back.amount, 300);
    request.out_return_no = "back-2";
    request.amount = 701;
    assert_fails(wxpay_share_return(older, &arena, &request, &back, NULL), WXPAY_NOT_ENOUGH);
    request.amount = 1;
    request.merchant_id = "1900000110";
    assert_fails(wxpay_share_return(older, &arena, &request, &back, NULL), WECHAT_REFUSED);
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"public_key\"}", NULL);
    wxpay_destroy(older);
}

static void test_a_share_that_came_in_is_told(void **state)
{
    int before;

    (void)state;
    settle();
    before = receiver.taken;
    sandbox_call(&sandbox, &arena, "/received-share",
                 arena_printf(&arena, "{\"url\":\"%s/v1/callbacks/wechat/shares\",\"amount\":123}", server.url), NULL);
    wait_for_notices(before + 1);
    assert_int_equal(receiver.last.kind, WXPAY_NOTICE_SHARE);
    assert_int_equal(receiver.last.share.amount, 123);
    assert_string_equal(receiver.last.share.payer_merchant_id, "1900000099");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_payment_is_shared_and_the_rest_unfrozen),
        cmocka_unit_test(test_wechats_rules_hold),
        cmocka_unit_test(test_finished_is_not_success),
        cmocka_unit_test(test_a_merchant_gives_back_a_person_does_not),
        cmocka_unit_test(test_a_share_that_came_in_is_told),
    };

    return cmocka_run_group_tests(tests, start_shared, stop);
}
