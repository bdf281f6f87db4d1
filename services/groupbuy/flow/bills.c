#include "groupbuy/flow/bills.h"

#include "groupbuy/flow/asking.h"

struct status bill_fetch(struct call *call, enum wxpay_bill bill, const char *day, FILE *file, bool *ret_there)
{
    struct status status;

    TRY(outside(call));
    status = wxpay_bill_download(pay_of(call, ""), call->arena, bill, day, file, NULL);
    *ret_there = ok(status);
    return failed_with(status, WXPAY_NO_BILL) ? OK : as_ours(status);
}
