#include "groupbuy/flow/leading.h"

struct status groupbuy_set_leader_rest(struct call *call, const Gb__SetLeaderRestRequest *in, Gb__Leader *out)
{
    enum leader_status wanted = in->resting ? LEADER_STATUS_RESTING : LEADER_STATUS_ACTIVE;
    struct leader leader;

    TRY(leader_lock(call->tx, call->caller->user_id, in->community_id, &leader));
    if (leader.status == LEADER_STATUS_DISABLED)
        return fail(LEADER_DISABLED, "leader %s is disabled there", leader.user_id);
    if (leader.status != wanted)
        TRY(leader_set_status(call->tx, &leader, wanted, ""));
    leader.status = wanted;
    leader_view(call, &leader, out);
    return OK;
}
