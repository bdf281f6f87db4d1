#include "base/log.h"
#include "groupbuy/flow/refunding.h"
#include "rpc/raw.h"
#include "wechat/pay_notice.h"

static const char *const outcomes[] = {
    [REFUND_OUTCOME_APPLIED] = "APPLIED",
    [REFUND_OUTCOME_UNKNOWN] = "UNKNOWN_SUBJECT",
    [REFUND_OUTCOME_MISMATCH] = "MISMATCH",
};

static struct status take(struct call *call, const struct channel_notice *notice)
{
    enum refund_outcome outcome;
    bool is_new;

    TRY(notice_is_new(call->tx, notice->id, &is_new));
    if (!is_new)
        return OK;
    TRY(refund_apply(call, &notice->refund, &outcome));
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "REFUND",
                                                     .subject = notice->refund.refund_id,
                                                     .transaction_id = notice->refund.wechat_refund_id,
                                                     .resource = notice->resource,
                                                     .outcome = outcomes[outcome] });
}

/* A failure is answered with 500 by the gateway, and WeChat repeats. */
struct status groupbuy_take_refund_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct channel_notice notice;
    struct status read = channel_refund_notice(call, in, &notice);

    if (failed_with(read, FORBIDDEN) || failed_with(read, BAD_REQUEST)) {
        log_status(LOG_WARN, "refund notice refused", read);
        raw_answer(out, 401, "application/json", WXPAY_NOTICE_NO);
        return OK;
    }
    TRY(read);
    TRY(call_begin(call));
    TRY(take(call, &notice));
    raw_answer(out, 200, "application/json", WXPAY_NOTICE_YES);
    return OK;
}
