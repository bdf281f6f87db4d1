#include "groupbuy/flow/months.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_get_month(struct call *call, const Gb__GetMonthRequest *in, Gb__LedgerMonth *out)
{
    struct ledger_month month;

    TRY(platform_act(call, "finance", "operator", "auditor"));
    TRY(month_get(call->tx, in->month, &month));
    return month_show(call, &month, out);
}
