#include "groupbuy/jobs/jobs.h"

static struct status read_refund(struct call *call, const char *refund_id, struct refund *ret_refund)
{
    TRY(call_begin_read(call));
    TRY(refund_get(call->tx, refund_id, ret_refund));
    call_rollback(call);
    return OK;
}

/* Not accepted yet: asked for, under its number. Accepted: asked about; if WeChat has lost it, asked for again. */
static struct status ask(struct call *call, const struct refund *refund, struct refund_fact *ret_fact)
{
    struct status status;

    if (refund->state != REFUND_PROCESSING)
        return channel_refund(call, refund, refund->amount, ret_fact);
    status = channel_refund_query(call, refund->id, ret_fact);
    return failed_with(status, NOT_HERE) ? channel_refund(call, refund, refund->amount, ret_fact) : status;
}

static struct status apply(struct call *call, const struct refund_fact *fact)
{
    TRY(call_begin(call));
    TRY(refund_apply(call, fact));
    return call_commit(call);
}

/* Until WeChat has paid it out, or somebody has to act. A failure comes back with a growing delay. */
struct status groupbuy_drive_refund(struct call *call, const struct job *job)
{
    struct refund_fact fact;
    struct refund refund;

    TRY(read_refund(call, job->key, &refund));
    if (refund_is_settled(refund.state))
        return OK;
    TRY(ask(call, &refund, &fact));
    TRY(apply(call, &fact));
    if (refund_is_settled(fact.state))
        return OK;
    return fail(PAYMENT_UNAVAILABLE, "refund %s is %s", refund.id, refund_state_name(fact.state));
}
