#include "base/log.h"
#include "groupbuy/flow/refunding.h"
#include "rpc/raw.h"
#include "wechat/pay_notice.h"

static struct status apply(struct call *call, const struct refund_fact *fact, const char **ret_outcome)
{
    struct status applied =
        id_valid(fact->refund_id) ? refund_apply(call, fact) : fail(NOT_HERE, "refund number %s", fact->refund_id);

    *ret_outcome = ok(applied) ? "APPLIED" : failed_with(applied, NOT_HERE) ? "UNKNOWN_SUBJECT" : "MISMATCH";
    return failed_with(applied, NOT_HERE) || failed_with(applied, BAD_REQUEST) ? OK : applied;
}

static struct status take(struct call *call, const struct channel_notice *notice)
{
    const char *outcome;
    bool is_new;

    TRY(notice_is_new(call->tx, notice->id, &is_new));
    if (!is_new)
        return OK;
    TRY(apply(call, &notice->refund, &outcome));
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "REFUND",
                                                     .subject = notice->refund.refund_id,
                                                     .transaction_id = notice->refund.wechat_refund_id,
                                                     .resource = notice->resource,
                                                     .outcome = outcome });
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
