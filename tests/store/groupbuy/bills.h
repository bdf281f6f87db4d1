/* A day's bills of each merchant account, written by the test program in WeChat's own form, and what of our rows they
 * are about. On seats.h: reconcile_test.c, account_bills_test.c. */
#ifndef LINLI_TESTS_STORE_GROUPBUY_BILLS_H
#define LINLI_TESTS_STORE_GROUPBUY_BILLS_H

#include "groupbuy/finance.h"
#include "groupbuy/flow/bills.h"
#include "groupbuy/store/bill_store.h"
#include "groupbuy/store/case_store.h"
#include "store/groupbuy/seats.h"

#define BILL_BYTES_MAX 2000000
#define TRADE_NAMES                                                                                                                                                    \
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"             \
    "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称," \
    "商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n"
#define TRADE_TOTALS "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n"
#define FLOW_NAMES                                                                                                                                                     \
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人," \
    "备注,业务凭证号\r\n"
#define FLOW_TOTALS "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n"
#define YUAN(fen)   (long)((fen) / 100), (long)((fen) % 100)

/* ---- WeChat's part ---- */

struct account_bills {
    char trade[BILL_BYTES_MAX], flow[BILL_BYTES_MAX], operation[4096];
    size_t trade_bytes, flow_bytes, operation_bytes;
    int64_t operation_rows, operation_out;
    int64_t trade_rows, paid, refunded;
    int64_t in_rows, out_rows, in, out, fees;
    bool flow_is_late, trade_is_cut;
    int asked[3];
};

/* *bills are those that lines are added to. */
static struct account_bills own_bills, merchants_bills, *bills = &own_bills;

static inline void bill_add(char *text, size_t *bytes, const char *line)
{
    size_t more = strlen(line);

    assert_true(*bytes + more < BILL_BYTES_MAX);
    memcpy(text + *bytes, line, more + 1);
    *bytes += more;
}

static inline void trade_pays(const char *number, const char *wechat_number, fen amount)
{
    char line[1024];

    snprintf(line, sizeof line,
             "`2026-11-21 13:54:01,`wx1,`1,`0,`,`%s,`%s,`o1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`%ld.%02ld,`0.00,`0,`0,`0.00,"
             "`0.00,`,`,`蓝莓,`,`0.06000,`0.60%%,`%ld.%02ld,`0.00,`\r\n",
             wechat_number, number, YUAN(amount), YUAN(amount));
    bill_add(bills->trade, &bills->trade_bytes, line);
    bills->trade_rows++;
    bills->paid += amount;
    bills->fees += 6;
}

static inline void trade_refunds(const char *order, const char *number, const char *state, fen amount)
{
    char line[1024];

    snprintf(line, sizeof line,
             "`2026-11-21 14:00:00,`wx1,`1,`0,`,`wx-%s,`%s,`o1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`wxr-%s,`%s,"
             "`%ld.%02ld,`0.00,`ORIGINAL,`%s,`蓝莓,`,`-0.06000,`0.60%%,`0.00,`%ld.%02ld,`\r\n",
             order, order, number, number, YUAN(amount), state, YUAN(amount));
    bill_add(bills->trade, &bills->trade_bytes, line);
    bills->trade_rows++;
    bills->refunded += amount;
    bills->fees -= 6;
}

static inline void flow_moves(const char *type, bool income, const char *number, const char *wechat_number, fen amount)
{
    char line[512];

    snprintf(line, sizeof line, "`2026-11-21 13:54:01,`%s,`1,`%s,`%s,`%s,`%ld.%02ld,`9.00,`system,`,`%s\r\n",
             wechat_number, type, type, income ? "收入" : "支出", YUAN(amount), number);
    bill_add(bills->flow, &bills->flow_bytes, line);
    *(income ? &bills->in_rows : &bills->out_rows) += 1;
    *(income ? &bills->in : &bills->out) += amount;
}

/* Of the operation account, which transfers go out of. */
static inline void transfer_moves(const char *number, const char *wechat_number, fen amount)
{
    char line[512];

    snprintf(line, sizeof line,
             "`2026-11-21 13:54:01,`%s,`1,`商家转账,`商家转账,`支出,`%ld.%02ld,`9.00,`system,`,`%s\r\n", wechat_number,
             YUAN(amount), number);
    assert_true(bills->operation_bytes + strlen(line) < sizeof bills->operation);
    memcpy(bills->operation + bills->operation_bytes, line, strlen(line) + 1);
    bills->operation_bytes += strlen(line);
    bills->operation_rows++;
    bills->operation_out += amount;
}

static inline void both_pay(const struct seat *seat, fen amount)
{
    const char *number = arena_printf(&shop.clerk.arena, "wx-%s", seat->order);

    trade_pays(seat->order, number, amount);
    flow_moves("交易", true, seat->order, number, amount);
    flow_moves("扣除交易手续费", false, seat->order, number, 6);
}

struct status bill_fetch(struct call *call, const char *merchant_id, enum wxpay_bill bill, const char *day, FILE *file,
                         bool *ret_there)
{
    struct account_bills *of = *merchant_id ? &merchants_bills : &own_bills;

    (void)day;
    assert_null(call->tx); /* never inside a transaction */
    of->asked[bill]++;
    if (bill == WXPAY_BILL_FLOW && of->flow_is_late)
        return fail(PAYMENT_UNAVAILABLE, "the bill is being made");
    *ret_there = bill == WXPAY_BILL_TRADE  ? of->trade_rows > 0
                 : bill == WXPAY_BILL_FLOW ? of->in_rows > 0
                                           : of->operation_rows > 0;
    if (*ret_there && bill == WXPAY_BILL_OPERATION_FLOW)
        fprintf(file, FLOW_NAMES "%s" FLOW_TOTALS "`%ld,`0,`0.00,`%ld,`%ld.%02ld\r\n", of->operation,
                (long)of->operation_rows, (long)of->operation_rows, YUAN(of->operation_out));
    if (*ret_there && bill == WXPAY_BILL_TRADE)
        fprintf(file, TRADE_NAMES "%.*s", (int)(of->trade_is_cut ? of->trade_bytes * 9 / 10 : of->trade_bytes),
                of->trade);
    if (*ret_there && bill == WXPAY_BILL_TRADE && !of->trade_is_cut)
        fprintf(file, TRADE_TOTALS "`%ld,`%ld.%02ld,`%ld.%02ld,`0.00,`%ld.%02ld000,`%ld.%02ld,`%ld.%02ld\r\n",
                (long)of->trade_rows, YUAN(of->paid), YUAN(of->refunded), YUAN(of->fees), YUAN(of->paid),
                YUAN(of->refunded));
    if (*ret_there && bill == WXPAY_BILL_FLOW)
        fprintf(file, FLOW_NAMES "%s" FLOW_TOTALS "`%ld,`%ld,`%ld.%02ld,`%ld,`%ld.%02ld\r\n", of->flow,
                (long)(of->in_rows + of->out_rows), (long)of->in_rows, YUAN(of->in), (long)of->out_rows, YUAN(of->out));
    rewind(file);
    return OK;
}

/* ---- our part ---- */

static inline int new_day(void **state)
{
    (void)state;
    fresh(state);
    memset(&own_bills, 0, sizeof own_bills);
    memset(&merchants_bills, 0, sizeof merchants_bills);
    bills = &own_bills;
    test_sql(shop.db, "delete from bill_rows");
    test_sql(shop.db, "delete from bills");
    test_sql(shop.db, "delete from bill_days");
    test_sql(shop.db, "delete from payment_cases");
    /* What other tests have left was long ago, and agrees with bills long gone. */
    test_sql(shop.db, "update payments set paid_at = paid_at - interval '30 days' where state = 'PAID'");
    test_sql(shop.db, "update refunds set done_at = done_at - interval '30 days' where state = 'SUCCESS'");
    test_sql(shop.db, "delete from payouts");
    test_sql(shop.db, "update ledger_postings set day = day - 30, key = key || '-' where kind = 'FEES'");
    test_sql(shop.db, "update ledger_postings set day = day - 30 where kind <> 'FEES'");
    test_sql(shop.db, "insert into bill_days (day, merchant_id, id, state, done_at)"
                      " select (now() at time zone 'Asia/Shanghai')::date - 3, a.id, gen_random_uuid(), 'DONE', now()"
                      " from (select '' as id union all select id from merchants) a");
    return 0;
}

static inline struct seat paid_seat(void)
{
    static int user = 100;
    struct seat seat = start_team(shop_team_buy(&shop, 9, 2, 990), user++);

    pay(&seat);
    return seat;
}

/* All that is of today was the day before yesterday: its bills are there, whatever time it is. */
static inline const char *two_days_pass(void)
{
    test_sql(shop.db, "update payments set paid_at = paid_at - interval '2 days' where state = 'PAID' and paid_at > "
                      "now() - interval '1 day'");
    test_sql(shop.db, "update refunds set done_at = done_at - interval '2 days' where state = 'SUCCESS' and done_at > "
                      "now() - interval '1 day'");
    test_sql(shop.db,
             "update ledger_postings set day = day - 2 where day = (now() at time zone 'Asia/Shanghai')::date");
    return arena_strdup(
        &shop.clerk.arena,
        rows_text(test_sql(shop.db, "select ((now() at time zone 'Asia/Shanghai')::date - 2)::text"), 0, 0));
}

static inline struct status reconcile(void)
{
    return run_job("reconcile_bills", "", groupbuy_reconcile_bills);
}

static inline int64_t cases(enum case_reason reason, const char *subject, const char *sources)
{
    return test_sql_int(shop.db,
                        "select count(*) from payment_cases where reason = $1 and subject = $2 and sources = $3",
                        db_text(case_reason_name(reason)), db_text(subject), db_text(sources));
}

static inline int64_t of_account_day(const char *merchant, const char *column, const char *day)
{
    return test_sql_int(shop.db, arena_printf(&shop.clerk.arena,
                                              "select %s::bigint from bill_days where day = '%s' and merchant_id = '%s'"
                                              " and state = 'DONE'",
                                              column, day, merchant));
}

static inline int64_t of_day(const char *column, const char *day)
{
    return of_account_day("", column, day);
}

#endif
