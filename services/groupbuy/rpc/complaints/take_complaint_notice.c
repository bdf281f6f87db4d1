#include "base/log.h"
#include "db/jobs.h"
#include "groupbuy/flow/channel.h"
#include "groupbuy/flow/complaining.h"
#include "rpc/raw.h"
#include "wechat/pay_notice.h"

/* It says that something has happened, no more: the complaint is read by a job. One that came before is nothing new. */
static struct status take(struct call *call, const struct channel_notice *notice)
{
    const char *id;
    bool is_new;

    TRY(notice_is_new(call->tx, notice->id, &is_new));
    if (!is_new)
        return OK;
    TRY(complaint_told(call->tx, notice->complaint_id, &id));
    TRY(job_add(call->tx, JOB_READ_COMPLAINT, id, 0, NULL, 0));
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "COMPLAINT",
                                                     .subject = notice->complaint_id,
                                                     .transaction_id = "",
                                                     .resource = notice->resource,
                                                     .outcome = "APPLIED" });
}

/* A failure is answered with 500 by the gateway, and WeChat repeats. */
struct status groupbuy_take_complaint_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct channel_notice notice;
    struct status read = channel_complaint_notice(call, in, &notice);

    if (failed_with(read, FORBIDDEN) || failed_with(read, BAD_REQUEST)) {
        log_status(LOG_WARN, "complaint notice refused", read);
        raw_answer(out, 401, "application/json", WXPAY_NOTICE_NO);
        return OK;
    }
    TRY(read);
    TRY(call_begin(call));
    TRY(take(call, &notice));
    raw_answer(out, 200, "application/json", WXPAY_NOTICE_YES);
    return OK;
}
