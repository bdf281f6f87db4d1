#include <string.h>

#include "events/audit.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/payouts.h"
#include "groupbuy/flow/scope.h"

static struct status note(struct call *call, const struct payout *payout, const char *why)
{
    return audit(call,
                 &(struct audit_line){ .action = "decide_payout",
                                       .object_type = "payout",
                                       .object_id = payout->id,
                                       .before = "WAITING_APPROVAL",
                                       .after = arena_printf(call->arena, "%s, %ld fen",
                                                             payout_state_name(payout->state), (long)payout->gross),
                                       .reason = why });
}

/* Two people, and the earner is neither of them. */
static struct status approve(struct call *call, struct payout *payout)
{
    bool own;

    TRY(approval_take(call, APPROVAL_PAYOUT, payout->id, 0, payout->gross));
    TRY(payout_is_own_doing(call->tx, payout, &own));
    return own ? fail(FORBIDDEN, "the earner has a part in the approval") : payout_go(call, payout);
}

struct status groupbuy_decide_payout(struct call *call, const Gb__DecidePayoutRequest *in, Gb__Payout *out)
{
    struct payout payout;

    TRY(platform_act(call, "finance", "operator"));
    TRY(payout_lock(call->tx, in->payout_id, &payout));
    if (strcmp(payout.earner_id, call->caller->user_id) == 0)
        return fail(FORBIDDEN, "nobody decides his own payout");
    if (payout.state != PAYOUT_WAITING_APPROVAL)
        return fail(PAYOUT_DECIDED, "payout %s is %s", payout.id, payout_state_name(payout.state));
    TRY(in->approve ? approve(call, &payout) : payout_decline(call, &payout, in->why));
    TRY(note(call, &payout, in->why));
    payout_view(call, &payout, out);
    out->earner_id = payout.earner_id;
    return OK;
}
