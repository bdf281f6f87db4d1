#include "events/audit.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/scope.h"

/* approval_ask() writes the line of the audit( call ) log. */
struct status groupbuy_ask_approval(struct call *call, const Gb__AskApprovalRequest *in, Gb__Approval *out)
{
    struct approval approval;

    TRY(platform_act(call, "operator", "finance"));
    TRY(approval_ask(call, (enum approval_kind)in->kind, in->subject_id, in->subject_version, in->amount_fen, in->why,
                     &approval));
    approval_view(call, &approval, out);
    return OK;
}
