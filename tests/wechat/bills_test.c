/* The bills of a day, downloaded from the stand-in and read row by row. */
#include "wechat/pay_bill_rows.h"

#include <time.h>

#include "merchant.h"

static const char *today(void)
{
    char text[TIME_RFC3339_BYTES];

    time_format_rfc3339(clock_unix_us() + 8 * 3600 * US_PER_S, text);
    return arena_strndup(&arena, text, 10);
}

static struct status load(enum wxpay_bill bill, FILE **ret_file, struct wechat_failure *failure)
{
    FILE *file = tmpfile();
    struct status status = wxpay_bill_download(receiver.pay, &arena, bill, today(), file, failure);

    if (ok(status))
        *ret_file = file;
    else
        fclose(file);
    return status;
}

/* How often the trade bill has this payment (or refund), and with which amounts. */
static int find(const char *out_trade_no, enum wxpay_row_state state, fen *ret_amount, int64_t *ret_rows)
{
    static struct wxpay_bill_reader reader;
    struct wxpay_trade_row row;
    int found = 0;
    FILE *file = NULL;

    assert_ok(load(WXPAY_BILL_TRADE, &file, NULL));
    assert_ok(wxpay_bill_open(&reader, WXPAY_BILL_TRADE, file));
    for (bool there = true; there;) {
        assert_ok(wxpay_bill_next_trade(&reader, &row, &there));
        if (there && row.state == state && strcmp(row.out_trade_no, out_trade_no) == 0) {
            *ret_amount = state == WXPAY_ROW_PAID ? row.settled : row.refund;
            found++;
        }
    }
    *ret_rows = reader.totals.rows;
    fclose(file);
    return found;
}

static void test_no_bill_yet(void **state)
{
    struct wechat_failure failure;
    FILE *file = NULL;

    (void)state;
    assert_fails(load(WXPAY_BILL_TRADE, &file, &failure), NOT_AVAILABLE);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    sandbox_call(&sandbox, &arena, "/settings", "{\"billReadyHour\":-1}", NULL);
    assert_fails(load(WXPAY_BILL_TRADE, &file, &failure), WXPAY_NO_BILL);
    assert_int_equal(failure.kind, WECHAT_PERMANENT);
    assert_fails(load(WXPAY_BILL_OPERATION_FLOW, &file, &failure), WXPAY_NO_BILL);
}

static void test_a_bill_has_what_was_paid_and_refunded(void **state)
{
    static struct wxpay_bill_reader reader;
    struct wxpay_prepay order = new_order(1990);
    struct wxpay_refund_request request = {
        .out_trade_no = order.out_trade_no, .out_refund_no = "bill-refund", .refund = 700, .total = 1990
    };
    struct wxpay_refund refund;
    struct wxpay_flow_row flow;
    fen amount = 0, in = 0, out = 0;
    int64_t rows;
    FILE *file = NULL;

    (void)state;
    sandbox_call(&sandbox, &arena, "/settings", "{\"tradeFeePerMyriad\":60}", NULL);
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_ok(wxpay_refund(receiver.pay, &arena, &request, &refund, NULL));
    settle();
    assert_int_equal(find(order.out_trade_no, WXPAY_ROW_PAID, &amount, &rows), 1);
    assert_int_equal(amount, 1990);
    for (int i = 0; i < 100 && find(order.out_trade_no, WXPAY_ROW_REFUND, &amount, &rows) == 0; i++)
        clock_sleep_ms(20);
    assert_int_equal(find(order.out_trade_no, WXPAY_ROW_REFUND, &amount, &rows), 1);
    assert_int_equal(amount, 700);

    assert_ok(load(WXPAY_BILL_FLOW, &file, NULL));
    assert_ok(wxpay_bill_open(&reader, WXPAY_BILL_FLOW, file));
    for (bool there = true; there;) {
        assert_ok(wxpay_bill_next_flow(&reader, &flow, &there));
        if (there)
            *(flow.income ? &in : &out) += flow.amount;
    }
    assert_int_equal(in, 1990);
    assert_int_equal(out, 12 + 700 - 4); /* the fee of 0.60 %, and of the refund all but the fee's part */
    assert_int_equal(reader.totals.income, in);
    fclose(file);
    sandbox_call(&sandbox, &arena, "/settings", "{\"tradeFeePerMyriad\":0}", NULL);
}

static void test_planted_mistakes_are_seen(void **state)
{
    static const struct {
        const char *kind;
        int found, more;
        fen amount;
    } mistakes[] = {
        { "missing", 0, -1, 0 }, { "duplicate", 2, 1, 500 }, { "amount", 1, 0, 501 }, { "extra", 1, 1, 500 }
    };
    struct wxpay_prepay order = new_order(500);
    int64_t rows, before;
    fen amount;

    (void)state;
    pay_by_phone(receiver.pay, prepay(receiver.pay, &order));
    assert_int_equal(find(order.out_trade_no, WXPAY_ROW_PAID, &amount, &before), 1);
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
        amount = 0;
        sandbox_call(&sandbox, &arena, "/bill-mistake",
                     arena_printf(&arena,
                                  "{\"kind\":\"%s\",\"bill\":\"trade\",\"date\":\"%s\",\"out_trade_no\":\"%s\"}",
                                  mistakes[i].kind, today(), order.out_trade_no),
                     NULL);
        assert_int_equal(find(order.out_trade_no, WXPAY_ROW_PAID, &amount, &rows), mistakes[i].found);
        assert_int_equal(rows, before + mistakes[i].more);
        assert_int_equal(amount, mistakes[i].amount);
        sandbox_call_with(&sandbox, &arena, "DELETE", "/bill-mistakes", NULL, NULL);
    }
}

static void test_another_file_is_not_believed(void **state)
{
    static const struct {
        const char *kind;
        enum code code;
        const char *reason;
    } faults[] = { { "truncate", NOT_AVAILABLE }, { "reset", NOT_AVAILABLE } };
    struct wechat_failure failure;
    FILE *file = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
        sandbox_call(&sandbox, &arena, "/faults",
                     arena_printf(&arena, "{\"match\":\"GET /pay/v3/billdownload/file\",\"kind\":\"%s\",\"count\":1}",
                                  faults[i].kind),
                     NULL);
        assert_fails(load(WXPAY_BILL_TRADE, &file, &failure), faults[i].code, faults[i].reason);
        assert_int_equal(failure.kind, WECHAT_RETRY);
    }
    sandbox_call(&sandbox, &arena, "/bill-mistake", "{\"kind\":\"hash\"}", NULL);
    assert_fails(load(WXPAY_BILL_TRADE, &file, &failure), WXPAY_UNTRUSTED);
    assert_int_equal(failure.kind, WECHAT_RETRY);
    sandbox_call_with(&sandbox, &arena, "DELETE", "/bill-mistakes", NULL, NULL);
    assert_ok(load(WXPAY_BILL_TRADE, &file, &failure));
    fclose(file);
}

static void test_a_day_is_a_day(void **state)
{
    static const char *const wrong[] = { "2026-11-31", "20261121", "2026-11-21T00", "yesterday!", "", NULL };
    int64_t due_us;
    FILE *file = tmpfile();

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        assert_fails(wxpay_bill_download(receiver.pay, &arena, WXPAY_BILL_TRADE, wrong[i], file, NULL),
                     WECHAT_CONTENT_INVALID);
        assert_int_equal(wxpay_bill_due_us(wrong[i]), 0);
    }
    fclose(file);
    assert_int_equal(time_parse_rfc3339("2026-11-22T10:00:00+08:00", 25, &due_us), 0);
    assert_int_equal(wxpay_bill_due_us("2026-11-21"), due_us);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_bill_yet),
        cmocka_unit_test(test_a_bill_has_what_was_paid_and_refunded),
        cmocka_unit_test(test_planted_mistakes_are_seen),
        cmocka_unit_test(test_another_file_is_not_believed),
        cmocka_unit_test(test_a_day_is_a_day),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
