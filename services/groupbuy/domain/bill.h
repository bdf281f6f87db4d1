/* Rows of WeChat's bills, as far as our books care. Pure. */
#ifndef GROUPBUY_DOMAIN_BILL_H
#define GROUPBUY_DOMAIN_BILL_H

#include <stdbool.h>

enum bill_kind {
    BILL_OTHER = 0,
    BILL_PAYMENT,
    BILL_REFUND,
    BILL_FEE,
    BILL_SHARE,
    BILL_SHARE_BACK,
    BILL_TRANSFER,
    BILL_TRANSFER_BACK,
};

/* "PAYMENT" … as the database has it. */
const char *bill_kind_name(enum bill_kind kind);

/* Of a row of an account's bill, by WeChat's word for its type (业务类型): 交易, 退款, … A fee that comes back with its
 * refund is part of the refund's row. */
enum bill_kind bill_kind_of(const char *type);

#endif
