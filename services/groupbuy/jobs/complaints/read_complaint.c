#include "groupbuy/flow/complaining.h"

#define READS_MAX 5 /* of one run: more is told of while we read */

static struct status look(struct call *call, const char *id, struct complaint *ret_complaint)
{
    TRY(call_begin_read(call));
    TRY(complaint_get(call->tx, id, true, ret_complaint));
    call_rollback(call);
    return OK;
}

static struct status save(struct call *call, const char *id, int64_t told, const struct wxpay_complaint *read,
                          const struct wxpay_complaint_history *history)
{
    struct complaint complaint;

    TRY(call_begin(call));
    TRY(complaint_lock(call->tx, id, true, &complaint));
    TRY(complaint_apply(call, &complaint, told, read, history));
    return call_commit(call);
}

/* Until all that WeChat has told of is read. What is told of at the very end is found by watch_complaints. */
struct status groupbuy_read_complaint(struct call *call, const struct job *job)
{
    struct wxpay_complaint_history history;
    struct wxpay_complaint read;
    struct complaint complaint;

    TRY(look(call, job->key, &complaint));
    for (int reads = 0; complaint.told > complaint.seen && reads < READS_MAX; reads++) {
        TRY(complaint_channel_read(call, &complaint, &read, &history));
        TRY(save(call, job->key, complaint.told, &read, &history));
        TRY(look(call, job->key, &complaint));
    }
    return OK;
}
