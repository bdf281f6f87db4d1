/* WeChat Pay's bills as groupbuy uses them. Never inside a transaction. */
#ifndef GROUPBUY_FLOW_BILLS_H
#define GROUPBUY_FLOW_BILLS_H

#include <stdio.h>

#include "groupbuy/groupbuy.h"
#include "wechat/pay_bills.h"

/* Writes the account's bill of `day` (2026-11-21) into `file`, which is rewound then. *ret_there false: WeChat has
 * none, nothing moved. PAYMENT_UNAVAILABLE when it is worth another try. */
struct status bill_fetch(struct call *call, const char *merchant_id, enum wxpay_bill bill, const char *day, FILE *file,
                         bool *ret_there);

#endif
