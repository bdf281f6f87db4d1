#include "groupbuy/flow/returning.h"

/* Until WeChat has taken it back, or will not. A failure comes back with a growing delay. */
struct status groupbuy_drive_share_return(struct call *call, const struct job *job)
{
    struct share_return back;
    struct return_fact fact;

    TRY(call_begin_read(call));
    TRY(share_return_get(call->tx, job->key, &back));
    call_rollback(call);
    if (back.done_us)
        return OK;
    TRY(channel_share_return(call, &back, &fact));
    TRY(call_begin(call));
    TRY(share_return_lock(call->tx, job->key, &back));
    TRY(return_apply(call, &back, &fact));
    TRY(call_commit(call));
    if (fact.state == SHARE_RETURN_SENT)
        return fail(PAYMENT_UNAVAILABLE, "return %s is under way", back.id);
    return OK;
}
