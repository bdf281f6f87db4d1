#include "base/crash_point.h"
#include "groupbuy/flow/notices.h"
#include "groupbuy/flow/paying.h"

static const char *const outcomes[] = {
    [PAYMENT_OUTCOME_APPLIED] = "APPLIED",
    [PAYMENT_OUTCOME_KNOWN] = "KNOWN",
    [PAYMENT_OUTCOME_UNKNOWN] = "UNKNOWN_SUBJECT",
    [PAYMENT_OUTCOME_MISMATCH] = "MISMATCH",
};

/* Notice, order, books and events in one transaction. What does not fit is kept, for somebody to look at: asking WeChat
 * to repeat it would change nothing. */
static struct status take(struct call *call, const struct channel_notice *notice)
{
    enum payment_outcome outcome;
    bool is_new;

    TRY(notice_is_new(call->tx, notice->id, &is_new));
    if (!is_new || !notice->paid)
        return OK;
    TRY(payment_apply(call, &notice->payment, &outcome));
    CRASH_POINT(payment, applied_not_kept);
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "PAYMENT",
                                                     .subject = notice->payment.order_id,
                                                     .transaction_id = notice->payment.transaction_id,
                                                     .resource = notice->resource,
                                                     .outcome = outcomes[outcome] });
}

struct status groupbuy_take_payment_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct channel_notice notice;
    bool open;

    TRY(notice_open(call, "payment", channel_payment_notice(call, in, &notice), out, &open));
    return open ? take(call, &notice) : OK;
}
