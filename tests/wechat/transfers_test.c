/* Transfers to a user, with the stand-in: sealed names in both key modes, the user's yes, and every end told. */
#include "wechat/pay_transfers.h"

#include "merchant.h"
#include "wechat/pay_bill_rows.h"

static struct wxpay_transfer_request new_transfer(fen amount)
{
    return (struct wxpay_transfer_request){
        .app_id = app_id,
        .out_bill_no = arena_printf(&arena, "B%020d", ++numbers),
        .scene_id = WXPAY_SCENE_COMMISSION,
        .openid = openid,
        .amount = amount,
        .remark = "11月佣金",
        .notify_url = arena_printf(&arena, "%s/v1/callbacks/wechat/transfers", server.url),
        .perception = "劳务报酬",
        .infos = { { "岗位类型", "团长" }, { "报酬说明", "11月佣金" } },
        .infos_count = 2,
    };
}

static void confirm(const char *out_bill_no, const char *package_info)
{
    sandbox_call(&sandbox, &arena, "/transfer-confirm",
                 arena_printf(&arena, "{\"out_bill_no\":\"%s\",\"package_info\":\"%s\",\"openid\":\"%s\"}", out_bill_no,
                              package_info, openid),
                 NULL);
}

static int start_quickly(void **state)
{
    if (start(state) != 0)
        return -1;
    sandbox_call(&sandbox, &arena, "/settings", "{\"transferDelayMs\":1}", NULL);
    return 0;
}

static void test_a_leader_takes_his_money(void **state)
{
    struct wxpay_transfer_request request = new_transfer(8640);
    struct wxpay_transfer transfer, again;
    int before = receiver.taken;

    (void)state;
    request.user_name = "张三";
    sandbox_call(&sandbox, &arena, "/user", arena_printf(&arena, "{\"openid\":\"%s\",\"realName\":\"张三\"}", openid),
                 NULL);
    assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL));
    assert_int_equal(transfer.state, WXPAY_TRANSFER_WAITING);
    assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &again, NULL));
    assert_string_equal(again.transfer_bill_no, transfer.transfer_bill_no);
    assert_string_equal(again.package_info, transfer.package_info);
    confirm(request.out_bill_no, transfer.package_info);
    wait_for_notices(before + 1);
    assert_int_equal(receiver.last.kind, WXPAY_NOTICE_TRANSFER);
    assert_int_equal(receiver.last.transfer.state, WXPAY_TRANSFER_SUCCESS);
    assert_int_equal(receiver.last.transfer.amount, 8640);
    assert_string_equal(receiver.last.transfer.openid, openid);
    assert_ok(wxpay_transfer_query(receiver.pay, &arena, request.out_bill_no, &transfer, NULL));
    assert_int_equal(transfer.state, WXPAY_TRANSFER_SUCCESS);
    assert_fails(wxpay_transfer_cancel(receiver.pay, &arena, request.out_bill_no, &transfer, NULL), WECHAT_REFUSED);
    request.amount++;
    assert_fails(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL), WXPAY_NUMBER_USED);
}

static void test_another_name_gets_nothing_in_the_older_key_mode_too(void **state)
{
    struct wxpay_transfer_request request = new_transfer(100);
    struct wxpay *older = make_client(false);
    struct wxpay_transfer transfer;
    int before = receiver.taken;

    (void)state;
    request.user_name = "李四";
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"certificate\"}", NULL);
    assert_ok(wxpay_transfer(older, &arena, &request, &transfer, NULL));
    assert_ok(wxpay_keys_refresh(receiver.pay, &arena, NULL));
    confirm(request.out_bill_no, transfer.package_info);
    wait_for_notices(before + 1);
    assert_int_equal(receiver.last.transfer.state, WXPAY_TRANSFER_FAILED);
    assert_string_equal(receiver.last.transfer.fail_reason, "NAME_NOT_CORRECT");
    sandbox_call(&sandbox, &arena, "/settings", "{\"paySigning\":\"public_key\"}", NULL);
    wxpay_destroy(older);
}

static void test_it_is_taken_back(void **state)
{
    struct wxpay_transfer_request request = new_transfer(100);
    struct wxpay_transfer transfer;
    int before = receiver.taken;

    (void)state;
    assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL));
    assert_ok(wxpay_transfer_cancel(receiver.pay, &arena, request.out_bill_no, &transfer, NULL));
    assert_int_equal(transfer.state, WXPAY_TRANSFER_CANCELING);
    wait_for_notices(before + 1);
    assert_int_equal(receiver.last.transfer.state, WXPAY_TRANSFER_CANCELLED);
}

static void test_an_empty_account_waits_for_money(void **state)
{
    struct wxpay_transfer_request request = new_transfer(100);
    struct wxpay_transfer transfer;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"transferFundsFen\":0}", NULL);
    assert_fails(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL), WXPAY_NOT_ENOUGH);
    assert_fails(wxpay_transfer_query(receiver.pay, &arena, request.out_bill_no, &transfer, NULL), WXPAY_NOT_FOUND);
    sandbox_call(&sandbox, &arena, "/settings", "{\"transferFundsFen\":1000000}", NULL);
    assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL));
}

/* Whatever becomes of the answer, one number is one transfer. */
static void test_a_lost_answer_pays_once(void **state)
{
    static const char *const kinds[] = { "reset", "truncate", "bad_signature" };
    const json_t *before = sandbox_call(&sandbox, &arena, "/transfers", NULL, NULL), *after;
    struct wechat_failure failure;

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct wxpay_transfer_request request = new_transfer(100);
        struct wxpay_transfer transfer;

        request.user_name = "张三";
        sandbox_call(
            &sandbox, &arena, "/faults",
            arena_printf(&arena,
                         "{\"match\":\"POST /pay/v3/fund-app/*\",\"kind\":\"%s\",\"when\":\"after\",\"count\":1}",
                         kinds[i]),
            NULL);
        assert_false(ok(wxpay_transfer(receiver.pay, &arena, &request, &transfer, &failure)));
        assert_int_equal(failure.kind, WECHAT_UNCERTAIN);
        assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL));
    }
    after = sandbox_call(&sandbox, &arena, "/transfers", NULL, NULL);
    assert_int_equal(json_array_size(json_object_get(after, "transfers")),
                     json_array_size(json_object_get(before, "transfers")) + 3);
}

static void test_forged_notices_are_refused(void **state)
{
    static const char *const flaws[] = { "bad_signature", "no_signature", "tampered", "stale_timestamp",
                                         "probe",         "wrong_serial", "other_key" };
    struct wxpay_transfer_request request = new_transfer(100);
    struct wxpay_transfer transfer;
    int taken = receiver.taken, refused = receiver.refused;

    (void)state;
    assert_ok(wxpay_transfer(receiver.pay, &arena, &request, &transfer, NULL));
    confirm(request.out_bill_no, transfer.package_info);
    wait_for_notices(taken + 1);
    for (size_t i = 0; i < sizeof(flaws) / sizeof(*flaws); i++) {
        sandbox_call(&sandbox, &arena, "/notice",
                     arena_printf(&arena, "{\"out_bill_no\":\"%s\",\"flaw\":\"%s\"}", request.out_bill_no, flaws[i]),
                     NULL);
        assert_int_equal(receiver.refused, ++refused);
    }
    assert_int_equal(receiver.taken, taken + 1);
}

static void test_the_operation_account_tells_them_all(void **state)
{
    static struct wxpay_bill_reader reader;
    struct wxpay_flow_row row;
    char today[TIME_RFC3339_BYTES];
    FILE *file = tmpfile();
    fen balance = 0;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"billReadyHour\":-1}", NULL);
    time_format_rfc3339(clock_unix_us() + 8 * 3600 * US_PER_S, today);
    assert_ok(wxpay_bill_download(receiver.pay, &arena, WXPAY_BILL_OPERATION_FLOW, arena_strndup(&arena, today, 10),
                                  file, NULL));
    assert_ok(wxpay_bill_open(&reader, WXPAY_BILL_OPERATION_FLOW, file));
    for (bool there = true; there;) {
        assert_ok(wxpay_bill_next_flow(&reader, &row, &there));
        balance += !there ? 0 : row.income ? row.amount : -row.amount;
    }
    /* two came back: another name's, and the one taken back */
    assert_int_equal(reader.totals.income_rows, 2);
    assert_int_equal(balance, -8640 - 100 - 3 * 100 - 100);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_leader_takes_his_money),
        cmocka_unit_test(test_another_name_gets_nothing_in_the_older_key_mode_too),
        cmocka_unit_test(test_it_is_taken_back),
        cmocka_unit_test(test_an_empty_account_waits_for_money),
        cmocka_unit_test(test_a_lost_answer_pays_once),
        cmocka_unit_test(test_forged_notices_are_refused),
        cmocka_unit_test(test_the_operation_account_tells_them_all),
    };

    return cmocka_run_group_tests(tests, start_quickly, stop);
}
