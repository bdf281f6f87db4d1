#include "groupbuy/flow/months.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_verify_month(struct call *call, const Gb__VerifyMonthRequest *in, Gb__MonthVerification *out)
{
    const char *wrong_day;
    bool holds;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(month_verify(call->tx, in->month, &wrong_day, &holds));
    out->month = in->month;
    out->holds = holds;
    out->first_wrong_day = wrong_day;
    return OK;
}
