#include "groupbuy/flow/notices.h"
#include "groupbuy/flow/refunding.h"

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

struct status groupbuy_take_refund_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct channel_notice notice;
    bool open;

    TRY(notice_open(call, "refund", channel_refund_notice(call, in, &notice), out, &open));
    return open ? take(call, &notice) : OK;
}
