#include "groupbuy/domain/case.h"

#include "groupbuy/domain/names.h"

static const char *const reasons[CASE_REASONS] = {
    [CASE_NONE] = "",
    [CASE_REFUND_ABNORMAL] = "REFUND_ABNORMAL",
    [CASE_REFUND_MISMATCH] = "REFUND_MISMATCH",
    [CASE_REFUND_UNKNOWN] = "REFUND_UNKNOWN",
    [CASE_PAYMENT_MISMATCH] = "PAYMENT_MISMATCH",
    [CASE_PAYMENT_UNKNOWN] = "PAYMENT_UNKNOWN",
    [CASE_BILL_MISSING] = "BILL_MISSING",
    [CASE_BILL_UNKNOWN] = "BILL_UNKNOWN",
    [CASE_BILL_AMOUNT] = "BILL_AMOUNT",
    [CASE_BILL_STATE] = "BILL_STATE",
    [CASE_BILL_DOUBLED] = "BILL_DOUBLED",
    [CASE_LEDGER_DIFFERS] = "LEDGER_DIFFERS",
    [CASE_PAYOUT_MISMATCH] = "PAYOUT_MISMATCH",
    [CASE_PAYOUT_UNKNOWN] = "PAYOUT_UNKNOWN",
    [CASE_SHIPPING_REFUSED] = "SHIPPING_REFUSED",
    [CASE_BILL_ACCOUNT] = "BILL_ACCOUNT",
};

const char *case_reason_name(enum case_reason reason)
{
    return NAME_OF(reasons, reason);
}

enum case_reason case_reason_of(const char *name)
{
    return (enum case_reason)NUMBER_OF(reasons, name);
}
