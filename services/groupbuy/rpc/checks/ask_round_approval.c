#include "events/audit.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/round_checks.h"
#include "groupbuy/flow/rounds.h"

/* approval_ask() writes the line of the audit( call ) log. */
struct status groupbuy_ask_round_approval(struct call *call, const Gb__AskRoundApprovalRequest *in, Gb__Approval *out)
{
    struct findings findings = { 0 };
    struct approval approval;
    struct round round;

    TRY(round_own(call, in->round_id, &round));
    if (round.status != ROUND_DRAFT)
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    TRY(round_findings(call, &round, &findings));
    if (!findings_red(&findings))
        return fail(APPROVAL_NOT_NEEDED, "nothing of round %s is red", round.id);
    TRY(approval_ask(call, APPROVAL_PUBLISH_ROUND, round.id, round.version, 0, in->why, &approval));
    approval_view(call, &approval, out);
    return OK;
}
