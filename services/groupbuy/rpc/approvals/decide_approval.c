#include <string.h>

#include "events/audit.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/scope.h"

static struct status check(const struct call *call, const struct approval *approval)
{
    if (strcmp(approval->asked_by, call->caller->user_id) == 0)
        return fail(APPROVAL_OWN, "approval %s was asked for by the caller", approval->id);
    if (approval->state != APPROVAL_PENDING)
        return fail(APPROVAL_DECIDED, "approval %s is %s", approval->id, approval_state_name(approval->state));
    return OK;
}

struct status groupbuy_decide_approval(struct call *call, const Gb__DecideApprovalRequest *in, Gb__Approval *out)
{
    struct approval approval;

    TRY(platform_act(call, "operator", "finance"));
    TRY(approval_lock(call->tx, in->approval_id, &approval));
    TRY(check(call, &approval));
    TRY(approval_decide(call->tx, approval.id, in->approve, call->caller->user_id, in->note));
    TRY(audit(call, &(struct audit_line){ .action = "decide_approval",
                                          .object_type = "approval",
                                          .object_id = approval.id,
                                          .before = "PENDING",
                                          .after = in->approve ? "APPROVED" : "REJECTED",
                                          .reason = in->note }));
    TRY(approval_lock(call->tx, approval.id, &approval));
    approval_view(call, &approval, out);
    return OK;
}
