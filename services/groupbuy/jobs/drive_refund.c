#include "base/crash_point.h"
#include "groupbuy/flow/returning.h"
#include "groupbuy/jobs/jobs.h"

/* *ret_total is what was paid for the order: WeChat wants it with each refund of a part. */
static struct status read_refund(struct call *call, const char *refund_id, struct refund *ret_refund, fen *ret_total)
{
    struct order order;

    TRY(call_begin_read(call));
    TRY(refund_get(call->tx, refund_id, ret_refund));
    TRY(order_get(call->tx, ret_refund->order_id, NULL, &order));
    TRY(returns_first(call, ret_refund->id, ret_refund->created_us));
    *ret_total = order.amount;
    call_rollback(call);
    return OK;
}

/* Not accepted yet: asked for, under its number. Accepted: asked about; if WeChat has lost it, asked for again. */
static struct status ask(struct call *call, const struct refund *refund, fen total, struct refund_fact *ret_fact)
{
    struct status status;

    if (refund->state != REFUND_PROCESSING)
        return channel_refund(call, refund, total, ret_fact);
    status = channel_refund_query(call, refund, ret_fact);
    return failed_with(status, NOT_HERE) ? channel_refund(call, refund, total, ret_fact) : status;
}

static struct status apply(struct call *call, const struct refund_fact *fact)
{
    enum refund_outcome outcome;

    TRY(call_begin(call));
    TRY(refund_apply(call, fact, &outcome));
    TRY(call_commit(call));
    return outcome == REFUND_OUTCOME_APPLIED ? OK : fail(INTERNAL, "refund %s is not as we asked", fact->refund_id);
}

/* Until WeChat has paid it out, or somebody has to act. A failure comes back with a growing delay. */
struct status groupbuy_drive_refund(struct call *call, const struct job *job)
{
    struct refund_fact fact;
    struct refund refund;
    fen total;

    TRY(read_refund(call, job->key, &refund, &total));
    if (refund_is_settled(refund.state))
        return OK;
    CRASH_POINT(refund, noted_not_asked);
    TRY(ask(call, &refund, total, &fact));
    CRASH_POINT(refund, asked_not_noted);
    TRY(apply(call, &fact));
    if (refund_is_settled(fact.state))
        return OK;
    return fail(PAYMENT_UNAVAILABLE, "refund %s is %s", refund.id, refund_state_name(fact.state));
}
