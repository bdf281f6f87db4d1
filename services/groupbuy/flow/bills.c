#include "groupbuy/flow/bills.h"

#include "groupbuy/service.h"

struct status bill_fetch(struct call *call, enum wxpay_bill bill, const char *day, FILE *file, bool *ret_there)
{
    struct status status;

    if (call->tx)
        return fail(INTERNAL, "WeChat is asked while a transaction is open");
    status = wxpay_bill_download(groupbuy_of(call)->wxpay, call->arena, bill, day, file, NULL);
    *ret_there = ok(status);
    if (ok(status) || failed_with(status, WXPAY_NO_BILL))
        return OK;
    if (status.code == CODE_INTERNAL)
        return status;
    return fail(PAYMENT_UNAVAILABLE, "%s: %s", status.reason, status.text ? status.text : "");
}
