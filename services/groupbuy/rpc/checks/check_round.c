#include <string.h>

#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/publishing.h"
#include "groupbuy/flow/round_checks.h"
#include "groupbuy/flow/rounds.h"
#include "rpc/timestamp.h"

struct status groupbuy_check_round(struct call *call, const Gb__CheckRoundRequest *in, Gb__RoundCheck *out)
{
    struct findings findings = { 0 };
    struct round round;

    TRY(round_get(call->tx, in->round_id, &round));
    if (strcmp(round.leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", in->round_id);
    TRY(leading(call, round.community_id, false));
    if (round.status != ROUND_DRAFT)
        finding_add(&findings, FINDING_FAULT, SEVERITY_REFUSED, "it is %s", round_status_name(round.status));
    TRY(publish_refusal(round_recheck(call, &round), &findings));
    TRY(round_findings(call, &round, &findings));
    publish_findings_view(call, &findings, &out->findings, &out->n_findings);
    out->publishable = !findings.refused;
    out->needs_approval = findings_red(&findings);
    out->server_time = timestamp_new(call->arena, call->now_us);
    return OK;
}
