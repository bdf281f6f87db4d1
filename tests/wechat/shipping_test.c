/* Shipping management with the stand-in: goods are told, changed once, received, and the money settled. */
#include "wechat/shipping.h"

#include "merchant.h"
#include "pushes.h"

static struct wechat *wechat;
static struct loopback push_server;

static int start_both(void **state)
{
    if (start(state) != 0)
        return -1;
    struct wechat_options options = { .base_url = sandbox.wx,
                                      .app_id = app_id,
                                      .app_secret = sandbox_file(&sandbox, &arena, "app_secret") };
    assert_ok(wechat_create(&options, &wechat));
    pushes_start(&push_server);
    return 0;
}

static int stop_both(void **state)
{
    pushes_stop(&push_server);
    wechat_destroy(wechat);
    return stop(state);
}

static void wait_for(const int *count, int wanted)
{
    for (int i = 0; i < 150 && *count < wanted; i++)
        clock_sleep_ms(20);
    assert_int_equal(*count, wanted);
}

static struct wechat_shipment shipment_of(const struct wxpay_prepay *order)
{
    return (struct wechat_shipment){
        .payment = { .merchant_id = wxpay_merchant_id(receiver.pay), .out_trade_no = order->out_trade_no },
        .openid = openid,
        .logistics = WECHAT_PICK_UP,
        .parcels = { { .item = "云南蓝莓 125 g × 4" } },
        .parcels_count = 1,
        .at_us = clock_unix_us(),
    };
}

static enum wechat_order_state state_of(const struct wechat_shipment *shipment)
{
    struct wechat_order order;

    assert_ok(wechat_order(wechat, &arena, &shipment->payment, &order, NULL));
    return order.state;
}

static void test_goods_are_told_changed_once_and_received(void **state)
{
    struct wxpay_prepay order = new_order(990);
    struct wechat_shipment shipment = shipment_of(&order);
    struct wechat_failure failure;
    struct wechat_order seen;

    (void)state;
    assert_fails(wechat_ship(wechat, &arena, &shipment, &failure), WECHAT_PAYMENT_UNKNOWN);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_int_equal(state_of(&shipment), WECHAT_TO_SHIP);
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL)); /* a repeat after a lost answer */
    assert_int_equal(state_of(&shipment), WECHAT_SHIPPED);
    wait_for(&pushes.settlements, 1);
    assert_string_equal(pushes.last_settlement.out_trade_no, order.out_trade_no);
    assert_true(pushes.last_settlement.estimated_s > clock_unix_ms() / 1000 + 86400);
    shipment.parcels[0].item = "云南蓝莓 125 g × 3";
    shipment.at_us += US_PER_S;
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    wait_for(&pushes.settlements, 2);
    shipment.parcels[0].item = "云南蓝莓 125 g × 2";
    shipment.at_us += US_PER_S;
    assert_fails(wechat_ship(wechat, &arena, &shipment, NULL), WECHAT_SHIPPED_ALREADY);

    sandbox_call(&sandbox, &arena, "/receive", arena_printf(&arena, "{\"out_trade_no\":\"%s\"}", order.out_trade_no),
                 NULL);
    wait_for(&pushes.settlements, 3);
    assert_true(pushes.last_settlement.by_user);
    assert_true(pushes.last_settlement.settled_s > 0);
    assert_ok(wechat_order(wechat, &arena, &shipment.payment, &seen, NULL));
    assert_int_equal(seen.state, WECHAT_ORDER_DONE);
    assert_int_equal(seen.paid, 990);
    assert_string_equal(seen.openid, openid);
    assert_fails(wechat_ship(wechat, &arena, &shipment, NULL), WECHAT_NOT_SHIPPABLE);
}

static void test_who_did_not_pay_is_not_the_payer(void **state)
{
    const char *stranger = sandbox_text(sandbox_call(&sandbox, &arena, "/user", "{}", NULL), "openid");
    struct wxpay_prepay order = new_order(10);
    struct wechat_shipment shipment = shipment_of(&order);
    int settlements = pushes.settlements;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    shipment.openid = stranger;
    assert_fails(wechat_ship(wechat, &arena, &shipment, NULL), WECHAT_OPENID_UNKNOWN);
    assert_int_equal(state_of(&shipment), WECHAT_TO_SHIP);
    shipment.openid = openid;
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL)); /* so that at the end one order alone waits */
    wait_for(&pushes.settlements, settlements + 1);
}

static void test_an_express_goes_in_parts(void **state)
{
    struct wxpay_prepay order = new_order(10);
    struct wechat_shipment shipment = shipment_of(&order);
    int settlements = pushes.settlements;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    shipment.logistics = WECHAT_EXPRESS;
    shipment.in_parts = true;
    shipment.parcels[0].tracking_no = "SF1";
    shipment.parcels[0].express_company = "SF";
    shipment.parcels[0].receiver_phone = "13800000000";
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_int_equal(state_of(&shipment), WECHAT_TO_SHIP);
    assert_fails(wechat_ask_for_receipt(wechat, &arena, &shipment.payment, clock_unix_ms() / 1000, NULL),
                 WECHAT_NOT_SHIPPABLE);
    shipment.parcels[shipment.parcels_count++] =
        (struct wechat_parcel){ .item = "第二件", .tracking_no = "Y2", .express_company = "YTO" };
    shipment.all_delivered = true;
    shipment.at_us += US_PER_S;
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_int_equal(state_of(&shipment), WECHAT_SHIPPED);
    wait_for(&pushes.settlements, settlements + 1);
    assert_ok(wechat_ask_for_receipt(wechat, &arena, &shipment.payment, clock_unix_ms() / 1000, NULL));
}

static struct status declare(const char *number, const struct wechat_payment_key *payment, int64_t after_s,
                             struct wechat_failure *failure)
{
    struct wechat_order order;

    assert_ok(wechat_order(wechat, &arena, payment, &order, NULL));
    return wechat_declare_presale(wechat, &arena, number, order.paid_s + after_s, failure);
}

static void test_what_comes_late_is_declared_while_it_waits(void **state)
{
    struct wxpay_prepay order = new_order(10);
    struct wechat_shipment shipment = shipment_of(&order);
    const char *number = order.out_trade_no;
    struct wechat_failure failure;
    struct wechat_order seen;

    (void)state;
    assert_fails(wechat_declare_presale(wechat, &arena, number, clock_unix_ms() / 1000 + 20 * 86400, &failure),
                 WECHAT_NOT_SHIPPABLE); /* it is not paid */
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_fails(declare(number, &shipment.payment, WECHAT_PRESALE_AFTER_S - 1, &failure), WECHAT_CONTENT_INVALID);
    assert_fails(declare(number, &shipment.payment, WECHAT_PRESALE_S_MAX + 1, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    assert_int_equal(failure.errcode, 268546001);
    assert_ok(declare(number, &shipment.payment, WECHAT_PRESALE_AFTER_S, NULL));
    assert_ok(declare(number, &shipment.payment, WECHAT_PRESALE_AFTER_S, NULL)); /* a repeat after a lost answer */
    assert_ok(wechat_order(wechat, &arena, &shipment.payment, &seen, NULL));
    assert_ok(declare(seen.transaction_id, &shipment.payment, WECHAT_PRESALE_S_MAX, NULL));
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_fails(declare(number, &shipment.payment, WECHAT_PRESALE_AFTER_S, &failure), WECHAT_NOT_SHIPPABLE);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
}

static void test_the_mini_program_is_managed(void **state)
{
    bool managed = false;

    (void)state;
    assert_ok(wechat_trade_managed(wechat, &arena, &managed, NULL));
    assert_true(managed);
    sandbox_call(&sandbox, &arena, "/settings", "{\"tradeManaged\":0}", NULL);
    assert_ok(wechat_trade_managed(wechat, &arena, &managed, NULL));
    assert_false(managed);
    assert_ok(wechat_shipping_page(wechat, &arena, "pages/order/order", NULL));
}

/* The last: it moves the clock. */
static void test_who_says_nothing_is_reminded(void **state)
{
    struct wxpay_prepay order = new_order(10);

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    settle();
    sandbox_call(&sandbox, &arena, "/clock", "{\"advanceMs\":172801000}", NULL);
    for (int i = 0;
         i < 1500 && (pushes.unshipped == 0 || strcmp(pushes.last_unshipped.out_trade_no, order.out_trade_no) != 0);
         i++)
        clock_sleep_ms(20);
    assert_string_equal(pushes.last_unshipped.out_trade_no, order.out_trade_no);
    assert_true(pushes.last_unshipped.paid_s > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_goods_are_told_changed_once_and_received),
        cmocka_unit_test(test_who_did_not_pay_is_not_the_payer),
        cmocka_unit_test(test_an_express_goes_in_parts),
        cmocka_unit_test(test_what_comes_late_is_declared_while_it_waits),
        cmocka_unit_test(test_the_mini_program_is_managed),
        cmocka_unit_test(test_who_says_nothing_is_reminded),
    };

    return cmocka_run_group_tests(tests, start_both, stop_both);
}
