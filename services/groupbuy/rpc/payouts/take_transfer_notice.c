#include "groupbuy/flow/notices.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/store/payment_store.h"

static const char *const outcomes[] = {
    [PAYOUT_OUTCOME_APPLIED] = "APPLIED",
    [PAYOUT_OUTCOME_UNKNOWN] = "UNKNOWN_SUBJECT",
    [PAYOUT_OUTCOME_MISMATCH] = "MISMATCH",
};

static struct status take(struct call *call, const struct transfer_notice *notice)
{
    enum payout_outcome outcome;
    bool is_new;

    TRY(notice_is_new(call->tx, notice->id, &is_new));
    if (!is_new)
        return OK;
    TRY(payout_apply(call, &notice->fact, &outcome));
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "TRANSFER",
                                                     .subject = notice->fact.payout_id,
                                                     .transaction_id = notice->fact.wechat_number,
                                                     .resource = notice->resource,
                                                     .outcome = outcomes[outcome] });
}

struct status groupbuy_take_transfer_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct transfer_notice notice;
    bool open;

    TRY(notice_open(call, "transfer", channel_transfer_notice(call, in, &notice), out, &open));
    return open ? take(call, &notice) : OK;
}
