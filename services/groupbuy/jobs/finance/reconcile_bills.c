#include "groupbuy/finance.h"
#include "groupbuy/flow/reconciling.h"
#include "groupbuy/store/bill_store.h"

/* Nobody can compare them any more: a case each. */
static struct status give_up(struct call *call)
{
    const char *const *days;
    size_t count;

    TRY(bill_days_give_up(call->tx, &days, &count));
    for (size_t i = 0; i < count; i++)
        TRY(case_open(call->tx, &(struct payment_case){ .reason = CASE_BILL_MISSING,
                                                        .subject = days[i],
                                                        .wechat_number = "",
                                                        .order_id = "",
                                                        .day = days[i],
                                                        .sources = "TRADE,FLOW,OPERATION" }));
    return OK;
}

static struct status begin_day(struct call *call, const char **ret_day)
{
    TRY(call_begin(call));
    TRY(bill_rows_prune(call->tx));
    TRY(give_up(call));
    TRY(bill_day_next(call->tx, ret_day));
    if (**ret_day && call->now_us < wxpay_bill_due_us(*ret_day))
        *ret_day = "";
    if (**ret_day)
        TRY(bill_day_begin(call->tx, *ret_day));
    return call_commit(call);
}

/* The next day whose bills are due, after one that was missed too: one in a run. */
struct status groupbuy_reconcile_bills(struct call *call, const struct job *job)
{
    const char *day;

    (void)job;
    TRY(begin_day(call, &day));
    if (!*day)
        return OK;
    TRY(reconcile_read(call, day, WXPAY_BILL_TRADE));
    TRY(reconcile_read(call, day, WXPAY_BILL_FLOW));
    TRY(reconcile_read(call, day, WXPAY_BILL_OPERATION_FLOW));
    return reconcile_compare(call, day);
}
