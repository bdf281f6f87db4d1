#include "wechat/pay_sharing.h"

#include "pay_stand.h"
#include "wechat/pay_keys.h"

#define SHARING(state)                                                                                                 \
    "{\"transaction_id\":\"4200001\",\"out_order_no\":\"S-1\",\"order_id\":\"3008\",\"state\":\"" state                \
    "\",\"receivers\":["                                                                                               \
    "{\"type\":\"MERCHANT_ID\",\"account\":\"1900000109\",\"amount\":100,\"description\":\"d\",\"result\":"            \
    "\"SUCCESS\",\"detail_id\":\"36\",\"create_time\":\"2026-11-22T06:30:00+08:00\",\"finish_time\":"                  \
    "\"2026-11-22T06:30:01+08:00\"},"                                                                                  \
    "{\"type\":\"PERSONAL_OPENID\",\"account\":\"o1\",\"amount\":50,\"description\":\"d\",\"result\":\"CLOSED\","      \
    "\"fail_reason\":\"RECEIVER_RECEIPT_LIMIT\",\"detail_id\":\"37\"}]}"
#define RETURN(result)                                                                                                 \
    "{\"order_id\":\"3008\",\"out_order_no\":\"S-1\",\"out_return_no\":\"B-1\",\"return_id\":\"77\",\"return_mchid\":" \
    "\"1900000109\",\"amount\":40,\"description\":\"d\",\"result\":\"" result "\",\"create_time\":"                    \
    "\"2026-11-22T06:30:00+08:00\",\"finish_time\":\"2026-11-22T06:30:01+08:00\"}"

static const struct wxpay_share shares[] = {
    { .type = WXPAY_RECEIVER_MERCHANT, .account = "1900000109", .amount = 100, .description = "供货 \"苹果\"" },
    { .type = WXPAY_RECEIVER_PERSON, .account = "o1", .amount = 50, .description = "佣金" },
};

static struct wxpay_sharing_request request(void)
{
    return (struct wxpay_sharing_request){
        .app_id = "wx1234", .transaction_id = "4200001", .out_order_no = "S-1", .shares = shares, .shares_count = 2
    };
}

static void receivers_are_added_with_a_sealed_name(void **state)
{
    struct wxpay_receiver shop = {
        .type = WXPAY_RECEIVER_MERCHANT, .account = "1900000109", .name = "果园合作社", .relation = "SUPPLIER"
    };
    struct wxpay_receiver leader = {
        .type = WXPAY_RECEIVER_PERSON, .account = "o1", .relation = "CUSTOM", .custom_relation = "团长"
    };
    json_t *body;

    (void)state;
    assert_ok(wxpay_receiver_add(pay, &arena, "wx1234", &leader, NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/receivers/add");
    assert_string_equal(stand.request_body,
                        "{\"appid\":\"wx1234\",\"type\":\"PERSONAL_OPENID\",\"account\":\"o1\",\"relation_type\":"
                        "\"CUSTOM\",\"custom_relation\":\"团长\"}");
    assert_ok(wxpay_receiver_add(pay, &arena, "wx1234", &shop, NULL));
    assert_string_equal(stand.serial_header, PUBLIC_KEY_ID);
    body = json_loads(stand.request_body, 0, NULL);
    assert_string_equal(pay_key_decrypt(stand.wechat, &arena, json_string_value(json_object_get(body, "name"))),
                        "果园合作社");
    json_decref(body);
    assert_ok(wxpay_receiver_delete(pay, &arena, "wx1234", WXPAY_RECEIVER_PERSON, "o1", NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/receivers/delete");
    assert_string_equal(stand.request_body, "{\"appid\":\"wx1234\",\"type\":\"PERSONAL_OPENID\",\"account\":\"o1\"}");
}

static void a_sharing_is_written_as_wechat_wants_it(void **state)
{
    struct wxpay_sharing_request in = request();
    struct wxpay_sharing out;

    (void)state;
    stand.body = SHARING("PROCESSING");
    assert_ok(wxpay_share_out(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/orders");
    assert_string_equal(
        stand.request_body,
        "{\"appid\":\"wx1234\",\"transaction_id\":\"4200001\",\"out_order_no\":\"S-1\",\"receivers\":[{\"type\":"
        "\"MERCHANT_ID\",\"account\":\"1900000109\",\"amount\":100,\"description\":\"供货 \\\"苹果\\\"\"},{\"type\":"
        "\"PERSONAL_OPENID\",\"account\":\"o1\",\"amount\":50,\"description\":\"佣金\"}],\"unfreeze_unsplit\":false}");
    assert_false(out.finished);
    in.unfreeze_rest = true;
    assert_ok(wxpay_share_out(pay, &arena, &in, &out, NULL));
    assert_non_null(strstr(stand.request_body, "\"unfreeze_unsplit\":true"));
}

/* FINISHED is not success: each share says for itself. */
static void each_share_has_a_result_of_its_own(void **state)
{
    struct wxpay_sharing out;

    (void)state;
    stand.body = SHARING("FINISHED");
    assert_ok(wxpay_sharing_query(pay, &arena, "4200001", "S-1", &out, NULL));
    assert_string_equal(stand.method, "GET");
    assert_string_equal(stand.target, "/v3/profitsharing/orders/S-1?transaction_id=4200001");
    assert_true(out.finished);
    assert_string_equal(out.order_id, "3008");
    assert_int_equal(out.outcomes_count, 2);
    assert_int_equal(out.outcomes[0].type, WXPAY_RECEIVER_MERCHANT);
    assert_int_equal(out.outcomes[0].result, WXPAY_SHARE_SUCCESS);
    assert_int_equal(out.outcomes[0].amount, 100);
    assert_true(out.outcomes[0].finished_us > 0);
    assert_int_equal(out.outcomes[1].type, WXPAY_RECEIVER_PERSON);
    assert_int_equal(out.outcomes[1].result, WXPAY_SHARE_CLOSED);
    assert_string_equal(out.outcomes[1].fail_reason, "RECEIVER_RECEIPT_LIMIT");
    assert_int_equal(out.outcomes[1].finished_us, 0);
}

static void the_rest_is_unfrozen_under_a_number_of_its_own(void **state)
{
    struct wxpay_sharing out;
    fen amount;

    (void)state;
    stand.body =
        "{\"transaction_id\":\"4200001\",\"out_order_no\":\"U|1\",\"order_id\":\"3009\",\"state\":\"PROCESSING\"}";
    assert_ok(wxpay_unfreeze(pay, &arena, "4200001", "U|1", "完结", &out, NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/orders/unfreeze");
    assert_string_equal(stand.request_body,
                        "{\"transaction_id\":\"4200001\",\"out_order_no\":\"U|1\",\"description\":\"完结\"}");
    assert_int_equal(out.outcomes_count, 0);
    stand.body = "{\"transaction_id\":\"4200001\",\"unsplit_amount\":850}";
    assert_ok(wxpay_unsplit(pay, &arena, "4200001", &amount, NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/transactions/4200001/amounts");
    assert_int_equal(amount, 850);
    assert_fails(wxpay_unsplit(pay, &arena, "4200002", &amount, NULL), WECHAT_UNCLEAR);
}

static void a_merchant_gives_back(void **state)
{
    struct wxpay_share_return_request in = {
        .out_order_no = "S-1", .out_return_no = "B-1", .merchant_id = "1900000109", .amount = 40, .description = "退款"
    };
    struct wxpay_share_return out;

    (void)state;
    stand.body = RETURN("PROCESSING");
    assert_ok(wxpay_share_return(pay, &arena, &in, &out, NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/return-orders");
    assert_string_equal(stand.request_body, "{\"out_order_no\":\"S-1\",\"out_return_no\":\"B-1\",\"return_mchid\":"
                                            "\"1900000109\",\"amount\":40,\"description\":\"退款\"}");
    assert_int_equal(out.state, WXPAY_RETURN_PROCESSING);
    stand.body = RETURN("SUCCESS");
    assert_ok(wxpay_share_return_query(pay, &arena, "S-1", "B-1", &out, NULL));
    assert_string_equal(stand.target, "/v3/profitsharing/return-orders/B-1?out_order_no=S-1");
    assert_int_equal(out.state, WXPAY_RETURN_SUCCESS);
    assert_int_equal(out.amount, 40);
    stand.body = RETURN("FAILED");
    assert_ok(wxpay_share_return_query(pay, &arena, "S-1", "B-1", &out, NULL));
    assert_int_equal(out.state, WXPAY_RETURN_FAILED);
    in.amount = 0;
    assert_fails(wxpay_share_return(pay, &arena, &in, &out, NULL), WECHAT_CONTENT_INVALID);
}

static void wrong(struct wxpay_sharing_request in)
{
    struct wxpay_sharing out;

    assert_fails(wxpay_share_out(pay, &arena, &in, &out, &failure), WECHAT_CONTENT_INVALID);
}

static void what_wechat_would_refuse_is_not_sent(void **state)
{
    static struct wxpay_share many[WXPAY_SHARES_MAX + 1];
    struct wxpay_receiver bad[] = {
        { .type = WXPAY_RECEIVER_MERCHANT, .account = "19", .relation = "SUPPLIER" },
        { .type = WXPAY_RECEIVER_PERSON, .account = "", .relation = "PARTNER" },
        { .type = WXPAY_RECEIVER_PERSON, .account = "o1" },
        { .type = WXPAY_RECEIVER_PERSON, .account = "o1", .relation = "CUSTOM" },
        { .type = WXPAY_RECEIVER_PERSON,
          .account = "o1",
          .relation = "CUSTOM",
          .custom_relation = "一二三四五六七八九十一" },
        { .type = WXPAY_RECEIVER_PERSON, .account = "o1", .relation = "PARTNER", .custom_relation = "x" },
    };
    struct wxpay_sharing_request in;
    struct wxpay_sharing out;
    fen amount;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_fails(wxpay_receiver_add(pay, &arena, "wx1234", &bad[i], &failure), WECHAT_CONTENT_INVALID);
    for (size_t i = 0; i <= WXPAY_SHARES_MAX; i++)
        many[i] = (struct wxpay_share){
            .type = WXPAY_RECEIVER_PERSON, .account = arena_printf(&arena, "o%zu", i), .amount = 1, .description = "d"
        };
    in = request(), in.shares = many, in.shares_count = WXPAY_SHARES_MAX + 1;
    wrong(in);
    in = request(), in.shares_count = 0;
    wrong(in);
    in = request(), in.out_order_no = "a b";
    wrong(in);
    in = request(), in.transaction_id = "4200/1";
    wrong(in);
    many[1].account = many[0].account;
    in = request(), in.shares = many, in.shares_count = 2;
    wrong(in);
    many[1].account = "o1", many[1].amount = 0;
    wrong(in);
    many[1].amount = 1, many[1].description = "";
    wrong(in);
    assert_fails(wxpay_unfreeze(pay, &arena, "42", "U1", "", &out, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_sharing_query(pay, &arena, "42", NULL, &out, NULL), WECHAT_CONTENT_INVALID);
    assert_fails(wxpay_unsplit(pay, &arena, "", &amount, NULL), WECHAT_CONTENT_INVALID);
    assert_int_equal(stand.calls, 0);
}

static void answers_that_do_not_fit_are_not_believed(void **state)
{
    static const char *const changes[][2] = {
        { "\"out_order_no\":\"S-1\"", "\"out_order_no\":\"S-2\"" },
        { "\"transaction_id\":\"4200001\"", "\"transaction_id\":\"4200002\"" },
        { "\"state\":\"FINISHED\"", "\"state\":\"DONE\"" },
        { "\"result\":\"SUCCESS\"", "\"result\":\"MAYBE\"" },
        { "\"amount\":100", "\"amount\":-1" },
        { "\"account\":\"o1\"", "\"account\":\"\"" },
        { "\"order_id\":\"3008\"", "\"order_id\":3008" },
    };
    const char *whole = SHARING("FINISHED");
    struct wxpay_sharing out;

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const char *at = strstr(whole, changes[i][0]);

        assert_non_null(at);
        stand.body =
            arena_printf(&arena, "%.*s%s%s", (int)(at - whole), whole, changes[i][1], at + strlen(changes[i][0]));
        assert_fails(wxpay_sharing_query(pay, &arena, "4200001", "S-1", &out, &failure), WECHAT_UNCLEAR);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAND_TEST(receivers_are_added_with_a_sealed_name),
        STAND_TEST(a_sharing_is_written_as_wechat_wants_it),
        STAND_TEST(each_share_has_a_result_of_its_own),
        STAND_TEST(the_rest_is_unfrozen_under_a_number_of_its_own),
        STAND_TEST(a_merchant_gives_back),
        STAND_TEST(what_wechat_would_refuse_is_not_sent),
        STAND_TEST(answers_that_do_not_fit_are_not_believed),
    };

    return cmocka_run_group_tests(tests, stand_group_set_up, stand_group_tear_down);
}
