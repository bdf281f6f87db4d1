#include "base/log.h"
#include "groupbuy/flow/paying.h"
#include "rpc/raw.h"
#include "wechat/pay_notice.h"

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
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "PAYMENT",
                                                     .subject = notice->payment.order_id,
                                                     .transaction_id = notice->payment.transaction_id,
                                                     .resource = notice->resource,
                                                     .outcome = outcomes[outcome] });
}

/* A failure is answered with 500 by the gateway, and WeChat repeats. */
struct status groupbuy_take_payment_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct channel_notice notice;
    struct status read = channel_payment_notice(call, in, &notice);

    if (failed_with(read, FORBIDDEN) || failed_with(read, BAD_REQUEST)) {
        log_status(LOG_WARN, "payment notice refused", read);
        raw_answer(out, 401, "application/json", WXPAY_NOTICE_NO);
        return OK;
    }
    TRY(read);
    TRY(call_begin(call));
    TRY(take(call, &notice));
    raw_answer(out, 200, "application/json", WXPAY_NOTICE_YES);
    return OK;
}
