/* Bills of WeChat Pay: whatever the file holds, reading it ends, and rows that were read are within bounds and make up
 * the totals of a bill that is good. */
#include <stdlib.h>
#include <string.h>

#include "wechat/pay_bill_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static struct wxpay_bill_reader reader;

static void need(bool right)
{
    if (!right)
        abort();
}

static size_t texts(const char *const *list, size_t count)
{
    size_t bytes = 0;

    for (size_t i = 0; i < count; i++)
        bytes += strlen(list[i]);
    return bytes;
}

static bool good(fen amount)
{
    return amount >= 0 && amount <= FEN_MAX;
}

static void read_trade(FILE *file)
{
    struct wxpay_bill_totals sum = { 0 };
    struct wxpay_trade_row row;
    bool there = true;

    if (!ok(wxpay_bill_open(&reader, WXPAY_BILL_TRADE, file)))
        return;
    while (there) {
        if (!ok(wxpay_bill_next_trade(&reader, &row, &there)))
            return;
        if (!there)
            break;
        const char *const all[] = { row.app_id,        row.merchant_id,  row.transaction_id, row.out_trade_no,
                                    row.openid,        row.trade_type,   row.bank_type,      row.refund_id,
                                    row.out_refund_no, row.refund_state, row.description,    row.attach,
                                    row.rate };
        need(texts(all, sizeof(all) / sizeof(*all)) < WXPAY_BILL_LINE_BYTES_MAX);
        need(good(row.settled) && good(row.refund) && good(row.order_total) && good(row.refund_asked) &&
             good(row.coupon));
        sum.rows++;
        sum.settled += row.settled;
        sum.refund += row.refund;
    }
    need(reader.totals.rows == sum.rows && reader.totals.settled == sum.settled && reader.totals.refund == sum.refund);
}

static void read_flow(FILE *file)
{
    struct wxpay_flow_row row;
    fen income = 0, expense = 0;
    bool there = true;

    if (!ok(wxpay_bill_open(&reader, WXPAY_BILL_FLOW, file)))
        return;
    while (there) {
        if (!ok(wxpay_bill_next_flow(&reader, &row, &there)))
            return;
        if (!there)
            break;
        const char *const all[] = { row.business_id, row.flow_id, row.name,   row.type,
                                    row.applicant,   row.note,    row.voucher };
        need(texts(all, sizeof(all) / sizeof(*all)) < WXPAY_BILL_LINE_BYTES_MAX && good(row.amount));
        *(row.income ? &income : &expense) += row.amount;
    }
    need(reader.totals.income == income && reader.totals.expense == expense);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    void (*const read[])(FILE *) = { read_trade, read_flow };
    FILE *file = bytes > 0 ? fmemopen((void *)(uintptr_t)data, bytes, "r") : NULL;

    for (size_t i = 0; file && i < sizeof(read) / sizeof(*read); i++) {
        rewind(file);
        read[i](file);
    }
    if (file)
        fclose(file);
    return 0;
}
