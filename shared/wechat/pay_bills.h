/* The bills of a day at WeChat Pay: what was paid and refunded (申请交易账单), and what moved on an account
 * (申请资金账单).
 *
 * A bill is there from 10:00 in Beijing on the next day, for 3 months. It is downloaded whole into a file of the
 * caller's (tmpfile() will do), unzipped on the way, and believed only when its SHA-1 is the one that a signed answer
 * named. Rows are then read one by one (pay_bill_rows.h): memory stays the same whatever the bill's length.
 *
 * Sources: WeChat's documents «申请交易账单», «申请资金账单», «下载账单».
 */
#ifndef LINLI_WECHAT_PAY_BILLS_H
#define LINLI_WECHAT_PAY_BILLS_H

#include <stdio.h>

#include "wechat/pay.h"

#define WXPAY_BILL_BYTES_MAX        ((int64_t)4 << 30) /* unzipped */
#define WXPAY_BILL_ZIPPED_BYTES_MAX ((size_t)1 << 30)

enum wxpay_bill {
    WXPAY_BILL_TRADE,          /* payments and refunds of the day, with WeChat's fee */
    WXPAY_BILL_FLOW,           /* the basic account (基本账户): takings, refunds, shares, fees */
    WXPAY_BILL_OPERATION_FLOW, /* the operation account (运营账户), which transfers are paid from */
};

/* When the bill of `date` (2026-11-21) is due: 10:00 of the next day in Beijing, microseconds since 1970; 0 when `date`
 * is no day. */
int64_t wxpay_bill_due_us(const char *date);

/* Writes the bill into `file`, which is empty and open for reading and writing, and rewinds it; after a failure it
 * holds anything. WXPAY_NO_BILL; NOT_AVAILABLE while WeChat is still making it, and for any trouble on the way (once
 * more, later); WXPAY_UNTRUSTED when the hash is another; WECHAT_CONTENT_INVALID before asking, for what is no date. */
struct status wxpay_bill_download(struct wxpay *pay, struct arena *arena, enum wxpay_bill bill, const char *date,
                                  FILE *file, struct wechat_failure *failure);

#endif
