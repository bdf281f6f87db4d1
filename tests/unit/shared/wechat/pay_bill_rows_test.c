#include "wechat/pay_bill_rows.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "support/check.h"

#define TRADE_NAMES                                                                                                                                                       \
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"   \
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包," \
    "手续费,费率,订单金额,申请退款金额,费率备注\r\n"
#define PAID                                                                                                           \
    "`2026-11-21 13:54:01,`wx1,`1900000001,`0,`,`4200001,`T1,`o1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`19.90,`0.00,`0,`0,"     \
    "`0.00,`0.00,`,`,`苹果, 红的`,`附,言,`0.12000,`0.60%,`19.90,`0.00,`\r\n"
#define RETURNED                                                                                                       \
    "`2026-11-21 14:00:00,`wx1,`1900000001,`0,`,`4200001,`T1,`o1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5030001,"    \
    "`R1,`7.00,`0.00,`ORIGINAL,`SUCCESS,`苹果,`,`-0.04200,`0.60%,`0.00,`7.00,`\r\n"
#define TRADE_TOTAL_NAMES                                                                                              \
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n"
#define TRADE_TOTALS "`2,`19.90,`7.00,`0.00,`0.08000,`19.90,`7.00\r\n"
#define TRADE_BILL   TRADE_NAMES PAID RETURNED TRADE_TOTAL_NAMES TRADE_TOTALS

/* An example of WeChat's, its totals made to be those of its rows. */
#define FLOW_NAMES                                                                                                                                                     \
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人," \
    "备注,业务凭证号\n"
#define FLOW_BILL                                                                                                           \
    FLOW_NAMES "`2021-02-01 13:54:01,`50300806962021020105978994968,`4200000920202101197964319284,`退款,`退款,`支出," \
               "`0.01,`-0.22,`1601959334API,`退款总金额0.01元;含手续费0.00元,`S20210201135356381941\n"           \
               "`2021-02-01 14:00:45,`4200000846202101197461830397,`4200000846202101197461830397,`交易,`交易,`收入,"  \
               "`1000000.05,`999999.83,`system,`,`T2\n"                                                                     \
               "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\n"                                \
               "`2,`1,`1000000.05,`1,`0.01\n"

static struct wxpay_bill_reader reader;

static FILE *file_of(const char *text)
{
    FILE *file = fmemopen((char *)(uintptr_t)text, strlen(text), "r");

    assert_non_null(file);
    return file;
}

/* Reads all of it; the first failure, or OK. */
static struct status read_all(enum wxpay_bill bill, const char *text)
{
    FILE *file = file_of(text);
    struct status status = wxpay_bill_open(&reader, bill, file);
    struct wxpay_trade_row trade;
    struct wxpay_flow_row flow;

    for (bool there = true; ok(status) && there;)
        status = bill == WXPAY_BILL_TRADE ? wxpay_bill_next_trade(&reader, &trade, &there)
                                          : wxpay_bill_next_flow(&reader, &flow, &there);
    fclose(file);
    return status;
}

static void a_trade_bill_is_read_row_by_row(void **state)
{
    FILE *file = file_of("\xEF\xBB\xBF" TRADE_BILL);
    struct wxpay_trade_row row;
    int64_t at_us;
    bool there;

    (void)state;
    assert_ok(wxpay_bill_open(&reader, WXPAY_BILL_TRADE, file));
    assert_ok(wxpay_bill_next_trade(&reader, &row, &there));
    assert_true(there);
    time_parse_rfc3339("2026-11-21T05:54:01Z", 20, &at_us);
    assert_int_equal(row.at_us, at_us);
    assert_int_equal(row.state, WXPAY_ROW_PAID);
    assert_string_equal(row.transaction_id, "4200001");
    assert_string_equal(row.out_trade_no, "T1");
    assert_string_equal(row.openid, "o1");
    assert_string_equal(row.out_refund_no, "");
    assert_string_equal(row.description, "苹果, 红的`");
    assert_string_equal(row.attach, "附,言");
    assert_int_equal(row.settled, 1990);
    assert_int_equal(row.order_total, 1990);
    assert_int_equal(row.fee_millifen, 12000);
    assert_ok(wxpay_bill_next_trade(&reader, &row, &there));
    assert_true(there);
    assert_int_equal(row.state, WXPAY_ROW_REFUND);
    assert_string_equal(row.refund_id, "5030001");
    assert_string_equal(row.out_refund_no, "R1");
    assert_int_equal(row.refund, 700);
    assert_int_equal(row.refund_asked, 700);
    assert_int_equal(row.fee_millifen, -4200);
    assert_ok(wxpay_bill_next_trade(&reader, &row, &there));
    assert_false(there);
    assert_int_equal(reader.totals.rows, 2);
    assert_int_equal(reader.totals.settled, 1990);
    assert_int_equal(reader.totals.refund, 700);
    assert_ok(wxpay_bill_next_trade(&reader, &row, &there));
    assert_false(there);
    fclose(file);
}

static void a_flow_bill_is_read_row_by_row(void **state)
{
    FILE *file = file_of(FLOW_BILL);
    struct wxpay_flow_row row;
    bool there;

    (void)state;
    assert_ok(wxpay_bill_open(&reader, WXPAY_BILL_FLOW, file));
    assert_ok(wxpay_bill_next_flow(&reader, &row, &there));
    assert_false(row.income);
    assert_int_equal(row.amount, 1);
    assert_int_equal(row.balance, -22);
    assert_string_equal(row.business_id, "50300806962021020105978994968");
    assert_string_equal(row.flow_id, "4200000920202101197964319284");
    assert_string_equal(row.note, "退款总金额0.01元;含手续费0.00元");
    assert_string_equal(row.voucher, "S20210201135356381941");
    assert_ok(wxpay_bill_next_flow(&reader, &row, &there));
    assert_true(row.income);
    assert_int_equal(row.amount, 100000005);
    assert_int_equal(row.balance, 99999983);
    assert_ok(wxpay_bill_next_flow(&reader, &row, &there));
    assert_false(there);
    assert_int_equal(reader.totals.income, 100000005);
    assert_int_equal(reader.totals.expense, 1);
    fclose(file);
}

static char *with(struct arena *arena, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void columns_may_move_and_be_joined(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    assert_ok(read_all(WXPAY_BILL_TRADE, TRADE_BILL));
    assert_ok(read_all(WXPAY_BILL_FLOW, FLOW_BILL));
    assert_ok(
        read_all(WXPAY_BILL_OPERATION_FLOW, with(&arena, with(&arena, FLOW_BILL, "收支金额(元)", "收支金额（元）"),
                                                 "账户结余(元)", "`账户结余（元）")));
    assert_ok(read_all(WXPAY_BILL_FLOW,
                       "新列,业务类型,业务名称,收支类型,收支金额(元),账户结余(元),记账时间,微信支付业务单号,"
                       "资金流水单号,资金变更提交申请人,备注,业务凭证号\r\n"
                       "`?,`交易,`交易,`收入,`1,`1.5,`2021-02-01 14:00:45,`1,`2,`3,`4,`5\r\n\r\n"
                       "`资金流水总笔数,`收入笔数,`收入金额,`支出笔数,`支出金额\r\n`1,`1,`1.00,`0,`0.00"));
    arena_finish(&arena);
}

static void what_is_no_bill_is_refused(void **state)
{
    static const char *const changes[][2] = {
        { TRADE_TOTALS, "" }, /* cut short */
        { TRADE_TOTAL_NAMES TRADE_TOTALS, "" },
        { TRADE_TOTALS, TRADE_TOTALS PAID }, /* more after the end */
        { "`2,`19.90", "`3,`19.90" },        /* totals that are not those of the rows */
        { "`19.90,`7.00,`0.00,`0.08000", "`19.91,`7.00,`0.00,`0.08000" },
        { "`7.00,`0.00,`0.08000", "`7.01,`0.00,`0.08000" },
        { "`0.08000,`19.90", "`0.08000,`19.9001" },
        { RETURNED, "" },    /* a row lost */
        { PAID, PAID PAID }, /* a row twice */
        { "`19.90,`0.00,`0,`0", "`19.9.0,`0.00,`0,`0" },
        { "`19.90,`0.00,`0,`0", "`-19.90,`0.00,`0,`0" },
        { "`19.90,`0.00,`0,`0", "`1e3,`0.00,`0,`0" },
        { "`19.90,`0.00,`0,`0", "`99999999999999999999,`0.00,`0,`0" },
        { "`2026-11-21 13:54:01", "`2026-11-31 13:54:01" },
        { "`2026-11-21 13:54:01", "2026-11-21 13:54:01" }, /* no backtick */
        { "`SUCCESS,`OTHERS", "`DONE,`OTHERS" },
        { "`OTHERS,`CNY", "`OTHERS,`USD" },
        { "`0.12000", "`0.120001" },
        { "附,言", "附,`言" },        /* one cell more */
        { "商户订单号,", "订单号," }, /* a column is missing */
    };
    struct arena arena;
    char *line;

    (void)state;
    arena_init(&arena, ARENA_BYTES_MAX);
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
        assert_fails(read_all(WXPAY_BILL_TRADE, with(&arena, TRADE_BILL, changes[i][0], changes[i][1])),
                     WXPAY_BILL_INVALID);
    assert_fails(read_all(WXPAY_BILL_FLOW, with(&arena, FLOW_BILL, "`支出,", "`转出,")), WXPAY_BILL_INVALID);
    assert_fails(read_all(WXPAY_BILL_FLOW, with(&arena, FLOW_BILL, "`1,`0.01", "`0,`0.01")), WXPAY_BILL_INVALID);
    assert_fails(read_all(WXPAY_BILL_FLOW, with(&arena, FLOW_BILL, "`999999.83", "`?")), WXPAY_BILL_INVALID);
    assert_fails(read_all(WXPAY_BILL_FLOW, TRADE_BILL), WXPAY_BILL_INVALID);
    line = arena_alloc(&arena, 20001);
    memset(line, 'x', 20000);
    line[20000] = '\0';
    assert_fails(read_all(WXPAY_BILL_TRADE, with(&arena, TRADE_BILL, "苹果, 红的", line)), WXPAY_BILL_INVALID);
    memset(line, ',', 20000);
    assert_fails(read_all(WXPAY_BILL_TRADE, line), WXPAY_BILL_INVALID);
    assert_fails(read_all(WXPAY_BILL_TRADE, "\n"), WXPAY_BILL_INVALID);
    arena_finish(&arena);
}

static void a_bill_cut_anywhere_is_noticed(void **state)
{
    const char *whole = TRADE_BILL;
    size_t last_amount = strlen(whole) - strlen("`7.00\r\n");

    (void)state;
    for (size_t bytes = 1; bytes <= last_amount; bytes++) {
        char *part = strndup(whole, bytes);

        assert_fails(read_all(WXPAY_BILL_TRADE, part), WXPAY_BILL_INVALID);
        free(part);
    }
}

static void memory_does_not_grow_with_the_bill(void **state)
{
    const int rows = 100000;
    FILE *file = tmpfile();
    struct wxpay_trade_row row;
    int64_t count = 0;

    (void)state;
    assert_non_null(file);
    fputs(TRADE_NAMES, file);
    for (int i = 0; i < rows; i++)
        fputs(PAID, file);
    fprintf(file, TRADE_TOTAL_NAMES "`%d,`%d.00,`0.00,`0.00,`0.00000,`%d.00,`0.00\n", rows, rows / 100 * 1990,
            rows / 100 * 1990);
    rewind(file);
    assert_ok(wxpay_bill_open(&reader, WXPAY_BILL_TRADE, file));
    for (bool there = true; there; count += there)
        assert_ok(wxpay_bill_next_trade(&reader, &row, &there));
    assert_int_equal(count, rows);
    assert_int_equal(reader.totals.settled, (int64_t)rows * 1990);
    fclose(file);
}

static void yuan_become_fen(void **state)
{
    static const struct {
        const char *text;
        int decimals;
        bool good;
        int64_t value;
    } cases[] = {
        { "0.00", 2, true, 0 },
        { "19.90", 2, true, 1990 },
        { "19.9", 2, true, 1990 },
        { "19", 2, true, 1900 },
        { "-0.01", 2, true, -1 },
        { "0.29", 2, true, 29 },
        { "1.10", 2, true, 110 },
        { "4.35", 2, true, 435 },
        { "0.10000", 2, true, 10 },
        { "0.001", 2, false, 0 },
        { "-0.00600", 5, true, -600 },
        { "1000000000.00", 2, true, FEN_MAX },
        { "1000000000.01", 2, false, 0 },
        { "10000000000", 2, false, 0 },
        { "1000000000", 5, true, FEN_MAX * 1000 },
        { "1000000001", 5, false, 0 },
        { "99999999999999", 5, false, 0 },
        { "12", 0, true, 12 },
        { "12.0", 0, true, 12 },
        { "12.5", 0, false, 0 },
        { "", 2, false, 0 },
        { "-", 2, false, 0 },
        { ".5", 2, false, 0 },
        { "5.", 2, false, 0 },
        { "1.2.3", 2, false, 0 },
        { "+1", 2, false, 0 },
        { " 1", 2, false, 0 },
        { "1e2", 2, false, 0 },
        { "--1", 2, false, 0 },
        { "0x10", 2, false, 0 },
        { "¥1", 2, false, 0 },
        { "1,000.00", 2, false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int64_t value = 4711;

        if (wxpay_yuan_read(cases[i].text, cases[i].decimals, &value) != cases[i].good)
            fail_msg("\"%s\"", cases[i].text);
        assert_int_equal(value, cases[i].good ? cases[i].value : 4711);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trade_bill_is_read_row_by_row),
        cmocka_unit_test(a_flow_bill_is_read_row_by_row),
        cmocka_unit_test(columns_may_move_and_be_joined),
        cmocka_unit_test(what_is_no_bill_is_refused),
        cmocka_unit_test(a_bill_cut_anywhere_is_noticed),
        cmocka_unit_test(memory_does_not_grow_with_the_bill),
        cmocka_unit_test(yuan_become_fen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
