#include "base/crash_point.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/flow/reserving.h"

static struct status read_payout(struct call *call, const char *payout_id, struct payout *ret_payout,
                                 const char **ret_name)
{
    struct payee payee;
    bool found;

    TRY(call_begin_read(call));
    TRY(payout_get(call->tx, payout_id, NULL, ret_payout));
    TRY(payee_get(call->tx, ret_payout->earner_id, &payee, &found));
    *ret_name = found ? payee_name(call, &payee) : NULL;
    call_rollback(call);
    return *ret_name ? OK : fail(INTERNAL, "the name of payout %s does not open", payout_id);
}

/* Not accepted yet: asked for, under its number. Accepted: asked about; if WeChat has lost it, asked for again. */
static struct status ask(struct call *call, const struct payout *payout, const char *name, struct payout_fact *ret_fact)
{
    struct status status;

    if (payout->state != PAYOUT_SENT)
        return channel_transfer(call, payout, name, ret_fact);
    status = channel_transfer_query(call, payout, ret_fact);
    return failed_with(status, NOT_HERE) ? channel_transfer(call, payout, name, ret_fact) : status;
}

static struct status apply(struct call *call, const struct payout_fact *fact)
{
    enum payout_outcome outcome;

    TRY(call_begin(call));
    TRY(payout_apply(call, fact, &outcome));
    TRY(call_commit(call));
    return outcome == PAYOUT_OUTCOME_APPLIED ? OK : fail(INTERNAL, "payout %s is not as we asked", fact->payout_id);
}

/* Until WeChat has paid it out, or it is the earner's again. A failure comes back with a growing delay. */
struct status groupbuy_drive_payout(struct call *call, const struct job *job)
{
    struct payout_fact fact;
    struct payout payout;
    const char *name;
    bool gone;

    TRY(read_payout(call, job->key, &payout, &name));
    if (payout_is_settled(payout.state) || payout.state == PAYOUT_WAITING_APPROVAL)
        return OK;
    TRY(reserve_lets_go(call, payout.id, &gone));
    if (!gone)
        return OK; /* the reserve comes back to it */
    TRY(ask(call, &payout, name, &fact));
    CRASH_POINT(payout, asked_not_noted);
    TRY(apply(call, &fact));
    if (payout_is_settled(fact.state))
        return OK;
    return fail(PAYMENT_UNAVAILABLE, "payout %s is %s", payout.id, payout_state_name(fact.state));
}
