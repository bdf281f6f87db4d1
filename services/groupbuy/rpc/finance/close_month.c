#include "events/audit.h"
#include "groupbuy/flow/months.h"
#include "groupbuy/flow/scope.h"

static struct status closable(struct call *call, const char *month)
{
    struct ledger_month before;
    struct status found;
    bool ready;

    TRY(month_is_over(call->tx, month, &ready));
    found = month_get(call->tx, month, &before);
    if (ok(found))
        return fail(MONTH_CLOSED, "month %s is closed", month);
    if (!failed_with(found, NOT_HERE))
        return found;
    return ready ? OK : fail(MONTH_NOT_OVER, "days of %s, or a month before it, are not closed", month);
}

struct status groupbuy_close_month(struct call *call, const Gb__CloseMonthRequest *in, Gb__LedgerMonth *out)
{
    struct ledger_month month = { .month = in->month, .closed_by = call->caller->user_id, .why = in->why };

    TRY(platform_act(call, "finance", "operator"));
    TRY(closable(call, in->month));
    TRY(month_close(call->tx, &month));
    TRY(audit(call, &(struct audit_line){ .action = "close_month",
                                          .object_type = "ledger_month",
                                          .object_id = month.month,
                                          .after = month.sha256,
                                          .reason = in->why }));
    return month_show(call, &month, out);
}
