/* Reading a bill of WeChat Pay row by row, with memory that does not grow with it.
 *
 * A bill is CSV of WeChat's own kind: a line of names, rows whose cells each begin with a backtick, then a line of
 * names and a line of totals. Amounts stand in yuan with decimals and become whole fen here, without a fraction ever
 * being computed. Columns are found by their names, so that WeChat may add some. A bill is good only when it has its
 * totals and they are those of its rows: what was read before a failure is not to be kept.
 *
 * The reader is the caller's memory, the file too; nothing is allocated. Texts of a row live in the reader until the
 * next one is read. Functions fail with WXPAY_BILL_INVALID, which names the line.
 */
#ifndef LINLI_WECHAT_PAY_BILL_ROWS_H
#define LINLI_WECHAT_PAY_BILL_ROWS_H

#include <stdio.h>

#include "base/money.h"
#include "base/status.h"
#include "wechat/pay_bills.h"

#define WXPAY_BILL_LINE_BYTES_MAX ((size_t)16 << 10)
#define WXPAY_BILL_COLUMNS_MAX    64

#define WXPAY_BILL_INVALID                                                                                             \
    CODE_INTERNAL, "WXPAY_BILL_INVALID" /* for a human: WeChat's format has changed, or we err                         \
                                         */

enum wxpay_row_state { WXPAY_ROW_PAID, WXPAY_ROW_REFUND, WXPAY_ROW_REVOKED };

/* A row of the trade bill. A payment has no refund's numbers (""), a refund row repeats the payment's. */
struct wxpay_trade_row {
    int64_t at_us; /* paid, or refunded */
    enum wxpay_row_state state;
    const char *app_id, *merchant_id, *transaction_id, *out_trade_no, *openid, *trade_type, *bank_type;
    const char *refund_id, *out_refund_no, *refund_state;
    const char *description, *attach, *rate; /* 0.60% */
    fen settled;                             /* 应结订单金额: what we get for a payment, before the fee */
    fen coupon;                              /* 代金券金额 */
    fen refund;                              /* 退款金额: what a refund takes from us */
    fen order_total;                         /* 订单金额 */
    fen refund_asked;                        /* 申请退款金额 */
    int64_t fee_millifen; /* 手续费 in thousandths of a fen; below 0 when a refund gives it back */
};

/* A row of a fund-flow bill. */
struct wxpay_flow_row {
    int64_t at_us;
    const char *business_id; /* 微信支付业务单号: of the payment, refund, share or transfer at WeChat */
    const char *flow_id;     /* 资金流水单号: this row's own */
    const char *name, *type; /* 业务名称, 业务类型: 交易, 退款, 扣除交易手续费, 分账 … */
    bool income;
    fen amount;
    fen balance; /* of the account afterwards */
    const char *applicant, *note;
    const char *voucher; /* 业务凭证号: our own number, mostly */
};

/* What WeChat says in its last line; good once the last row was read. */
struct wxpay_bill_totals {
    int64_t rows;
    fen settled, refund, order_total, refund_asked; /* trade */
    int64_t income_rows, expense_rows;              /* flow */
    fen income, expense;
};

struct wxpay_bill_reader {
    FILE *_file;
    enum wxpay_bill _bill;
    int64_t line; /* of the file, from 1 */
    struct wxpay_bill_totals totals;
    bool ended;
    struct wxpay_bill_totals _counted;
    int _cells_count;
    int8_t _columns[WXPAY_BILL_COLUMNS_MAX]; /* of each of ours: which cell; -1: not there */
    char *_cells[WXPAY_BILL_COLUMNS_MAX];
    char _text[WXPAY_BILL_LINE_BYTES_MAX];
};

/* Reads the line of names. */
struct status wxpay_bill_open(struct wxpay_bill_reader *reader, enum wxpay_bill bill, FILE *file);
/* False in `*ret_there`: that was all, and the totals are right. For a bill of the kind it was opened as. */
struct status wxpay_bill_next_trade(struct wxpay_bill_reader *reader, struct wxpay_trade_row *ret_row, bool *ret_there);
struct status wxpay_bill_next_flow(struct wxpay_bill_reader *reader, struct wxpay_flow_row *ret_row, bool *ret_there);

/* A decimal of yuan as a whole number of 10^-`decimals` yuan: ("-0.30", 2) is -30 fen. False for anything but an
 * optional minus, digits, and an optional point with digits, or for a digit further right that is not 0, or beyond
 * FEN_MAX. */
bool wxpay_yuan_read(const char *text, int decimals, int64_t *ret_value);

#endif
