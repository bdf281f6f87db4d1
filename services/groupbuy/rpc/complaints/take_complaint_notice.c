#include "db/jobs.h"
#include "groupbuy/flow/channel.h"
#include "groupbuy/flow/complaining.h"
#include "groupbuy/flow/notices.h"

/* It says that something has happened, no more: the complaint is read by a job. One that came before is nothing new; one of
 * another account's changes nothing. */
static struct status take(struct call *call, const struct channel_notice *notice)
{
    const char *id;
    bool is_new;

    TRY(notice_is_new(call->tx, notice->id, &is_new));
    if (!is_new)
        return OK;
    TRY(complaint_told(call->tx, notice->merchant_id, notice->complaint_id, &id));
    if (*id)
        TRY(job_add(call->tx, JOB_READ_COMPLAINT, id, 0, NULL, 0));
    return notice_insert(call->tx, &(struct notice){ .id = notice->id,
                                                     .kind = "COMPLAINT",
                                                     .subject = notice->complaint_id,
                                                     .transaction_id = "",
                                                     .resource = notice->resource,
                                                     .outcome = *id ? "APPLIED" : "MISMATCH" });
}

struct status groupbuy_take_complaint_notice(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct channel_notice notice;
    bool open;

    TRY(notice_open(call, "complaint", channel_complaint_notice(call, in, &notice), out, &open));
    return open ? take(call, &notice) : OK;
}
