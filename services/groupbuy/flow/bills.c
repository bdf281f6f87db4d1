#include "groupbuy/flow/bills.h"

#include "groupbuy/flow/asking.h"

struct status bill_fetch(struct call *call, const char *merchant_id, enum wxpay_bill bill, const char *day, FILE *file,
                         bool *ret_there)
{
    struct status status;
    struct wxpay *pay;

    TRY(ask_pay(call, merchant_id, &pay));
    status = wxpay_bill_download(pay, call->arena, bill, day, file, NULL);
    *ret_there = ok(status);
    return failed_with(status, WXPAY_NO_BILL) ? OK : as_ours(status);
}
