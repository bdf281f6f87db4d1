#include "wechat/shipping.h"

#include "api_stand.h"

#define TOLD_AT_US (INT64_C(1795238975120) * 1000) /* 2026-11-21T13:29:35.120+08:00 */

static struct wechat_shipment pick_up(void)
{
    return (struct wechat_shipment){ .payment = { .merchant_id = "1900000001", .out_trade_no = "T2026112100" },
                                     .openid = "o1",
                                     .logistics = WECHAT_PICK_UP,
                                     .parcels = { { .item = "云南\"蓝莓\"*4" } },
                                     .parcels_count = 1,
                                     .at_us = TOLD_AT_US };
}

static struct wechat_shipment express(void)
{
    return (struct wechat_shipment){
        .payment = { .transaction_id = "4200001" },
        .openid = "o1",
        .logistics = WECHAT_EXPRESS,
        .in_parts = true,
        .parcels = { { .item = "书", .tracking_no = "SF1", .express_company = "SF", .receiver_phone = "18912341234" },
                     { .item = "灯", .tracking_no = "Y2", .express_company = "YTO" } },
        .parcels_count = 2,
        .at_us = TOLD_AT_US / US_PER_S * US_PER_S
    };
}

static void a_pick_up_is_told_as_wechat_wants_it(void **state)
{
    struct wechat_shipment shipment = pick_up();

    (void)state;
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_memory_equal(there.target, "/wxa/sec/order/upload_shipping_info?access_token=", 49);
    assert_string_equal(there.body,
                        "{\"order_key\":{\"order_number_type\":1,\"mchid\":\"1900000001\",\"out_trade_no\":"
                        "\"T2026112100\"},\"logistics_type\":4,\"delivery_mode\":1,\"shipping_list\":[{\"item_desc\":"
                        "\"云南\\\"蓝莓\\\"*4\"}],\"upload_time\":\"2026-11-21T13:29:35.120+08:00\",\"payer\":{"
                        "\"openid\":\"o1\"}}");
}

static void express_goes_in_parcels(void **state)
{
    struct wechat_shipment shipment = express();

    (void)state;
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_string_equal(there.body,
                        "{\"order_key\":{\"order_number_type\":2,\"transaction_id\":\"4200001\"},\"logistics_type\":1,"
                        "\"delivery_mode\":2,\"is_all_delivered\":false,\"shipping_list\":[{\"tracking_no\":\"SF1\","
                        "\"express_company\":\"SF\",\"item_desc\":\"书\",\"contact\":{\"receiver_contact\":"
                        "\"189****1234\"}},{\"tracking_no\":\"Y2\",\"express_company\":\"YTO\",\"item_desc\":\"灯\"}],"
                        "\"upload_time\":\"2026-11-21T13:29:35+08:00\",\"payer\":{\"openid\":\"o1\"}}");
    shipment.all_delivered = true;
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
    assert_non_null(strstr(there.body, "\"is_all_delivered\":true"));
}

static void wrong(struct wechat_shipment shipment)
{
    assert_fails(wechat_ship(wechat, &arena, &shipment, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
}

static void what_wechat_would_refuse_is_not_sent(void **state)
{
    struct wechat_shipment shipment;

    (void)state;
    shipment = pick_up(), shipment.payment.out_trade_no = NULL;
    wrong(shipment);
    shipment = pick_up(), shipment.openid = "";
    wrong(shipment);
    shipment = pick_up(), shipment.logistics = 5;
    wrong(shipment);
    shipment = pick_up(), shipment.in_parts = true;
    wrong(shipment);
    shipment = pick_up(), shipment.parcels_count = 0;
    wrong(shipment);
    shipment = pick_up(), shipment.parcels_count = 2;
    wrong(shipment);
    shipment = pick_up(), shipment.parcels[0].item = NULL;
    wrong(shipment);
    shipment = pick_up(), shipment.parcels[0].item = arena_printf(&arena, "%0121d", 1);
    wrong(shipment);
    shipment = express(), shipment.parcels[1].tracking_no = NULL;
    wrong(shipment);
    shipment = express(), shipment.parcels[1].express_company = "";
    wrong(shipment);
    shipment = express(), shipment.parcels[0].receiver_phone = NULL;
    wrong(shipment);
    shipment = express(), shipment.parcels_count = 16;
    wrong(shipment);
    assert_int_equal(there.calls, 0);
}

static void refusals_say_what_to_do(void **state)
{
    static const struct {
        int errcode;
        enum wechat_failure_kind kind;
        enum code code;
        const char *reason;
    } cases[] = {
        { 10060001, WECHAT_RETRY, WECHAT_PAYMENT_UNKNOWN },
        { 10060002, WECHAT_PERMANENT, WECHAT_SHIPPED_ALREADY },
        { 10060003, WECHAT_PERMANENT, WECHAT_SHIPPED_ALREADY },
        { 10060004, WECHAT_PERMANENT, WECHAT_NOT_SHIPPABLE },
        { 10060012, WECHAT_RETRY, NOT_AVAILABLE },
        { 10060019, WECHAT_RETRY, NOT_AVAILABLE },
        { 10060031, WECHAT_PERMANENT, WECHAT_OPENID_UNKNOWN },
        { 10060009, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
        { 268485216, WECHAT_PERMANENT, WECHAT_REFUSED },
        { 268546000, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
        { 268546001, WECHAT_PERMANENT, WECHAT_CONTENT_INVALID },
        { 268546002, WECHAT_PERMANENT, WECHAT_NOT_SHIPPABLE },
    };
    struct wechat_shipment shipment = pick_up();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        there.answer = arena_printf(&arena, "{\"errcode\":%d,\"errmsg\":\"m\"}", cases[i].errcode);
        assert_fails(wechat_ship(wechat, &arena, &shipment, &failure), cases[i].code, cases[i].reason);
        assert_int_equal(failure.kind, cases[i].kind);
    }
    there.answer = "{\"errcode\":10060023,\"errmsg\":\"nothing changed\"}";
    assert_ok(wechat_ship(wechat, &arena, &shipment, &failure));
    assert_ok(wechat_ship(wechat, &arena, &shipment, NULL));
}

static void an_order_is_read(void **state)
{
    struct wechat_payment_key key = { .merchant_id = "19", .out_trade_no = "T1" };
    struct wechat_order order;

    (void)state;
    there.answer = "{\"errcode\":0,\"order\":{\"transaction_id\":\"42\",\"merchant_trade_no\":\"T1\",\"openid\":\"o1\","
                   "\"paid_amount\":990,\"pay_time\":170,\"order_state\":6,\"in_complaint\":true,\"shipping\":{"
                   "\"finish_shipping\":true}}}";
    assert_ok(wechat_order(wechat, &arena, &key, &order, NULL));
    assert_string_equal(there.body, "{\"merchant_id\":\"19\",\"merchant_trade_no\":\"T1\"}");
    assert_int_equal(order.state, WECHAT_TO_SETTLE);
    assert_int_equal(order.paid, 990);
    assert_true(order.in_complaint);
    assert_true(order.shipped_whole);
    key.transaction_id = "42";
    assert_ok(wechat_order(wechat, &arena, &key, &order, NULL));
    assert_string_equal(there.body, "{\"transaction_id\":\"42\"}");
    there.answer = "{\"errcode\":0,\"order\":{\"transaction_id\":\"42\",\"paid_amount\":990,\"order_state\":7}}";
    assert_fails(wechat_order(wechat, &arena, &key, &order, NULL), WECHAT_UNCLEAR);
    there.answer = "{\"errcode\":10060001,\"errmsg\":\"m\"}";
    assert_fails(wechat_order(wechat, &arena, &key, &order, NULL), WECHAT_PAYMENT_UNKNOWN);
    key = (struct wechat_payment_key){ 0 };
    assert_fails(wechat_order(wechat, &arena, &key, &order, NULL), WECHAT_CONTENT_INVALID);
}

static void the_smaller_calls_are_written_as_wechat_wants_them(void **state)
{
    struct wechat_payment_key key = { .transaction_id = "42" };
    bool managed;

    (void)state;
    assert_ok(wechat_ask_for_receipt(wechat, &arena, &key, 1770000000, NULL));
    assert_string_equal(there.body, "{\"transaction_id\":\"42\",\"received_time\":1770000000}");
    there.answer = "{\"errcode\":0,\"is_trade_managed\":true}";
    assert_ok(wechat_trade_managed(wechat, &arena, &managed, NULL));
    assert_true(managed);
    assert_string_equal(there.body, "{\"appid\":\"wx1234\"}");
    there.answer = "{\"errcode\":0}";
    assert_fails(wechat_trade_managed(wechat, &arena, &managed, NULL), WECHAT_UNCLEAR);
    assert_ok(wechat_shipping_page(wechat, &arena, "pages/order/order", NULL));
    assert_string_equal(there.body, "{\"path\":\"pages/order/order\"}");
}

static void a_presale_is_declared_as_wechat_wants_it(void **state)
{
    (void)state;
    assert_fails(wechat_declare_presale(wechat, &arena, "", 1752035828, &failure), WECHAT_CONTENT_INVALID);
    assert_fails(wechat_declare_presale(wechat, &arena, "4200001", 0, &failure), WECHAT_CONTENT_INVALID);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    assert_int_equal(there.calls, 0);
    assert_ok(wechat_declare_presale(wechat, &arena, "4200001", 1752035828, &failure));
    assert_memory_equal(there.target, "/wxa/sec/order/opspecialorder?access_token=", 43);
    assert_string_equal(there.body, "{\"order_id\":\"4200001\",\"type\":1,\"delay_to\":1752035828}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pick_up_is_told_as_wechat_wants_it),
        TEST(express_goes_in_parcels),
        TEST(what_wechat_would_refuse_is_not_sent),
        TEST(refusals_say_what_to_do),
        TEST(an_order_is_read),
        TEST(the_smaller_calls_are_written_as_wechat_wants_them),
        TEST(a_presale_is_declared_as_wechat_wants_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
