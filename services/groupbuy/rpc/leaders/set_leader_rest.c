#include "events/audit.h"
#include "groupbuy/flow/leading.h"

static struct status change(struct call *call, struct leader *leader, enum leader_status wanted)
{
    bool rests = wanted == LEADER_STATUS_RESTING;

    TRY(leader_set_status(call->tx, leader, wanted, ""));
    leader->status = wanted;
    return audit(call, &(struct audit_line){ .role = "leader",
                                             .action = "set_leader_rest",
                                             .object_type = "leader",
                                             .object_id = leader->user_id,
                                             .before = rests ? "leads" : "rests",
                                             .after = rests ? "rests" : "leads" });
}

struct status groupbuy_set_leader_rest(struct call *call, const Gb__SetLeaderRestRequest *in, Gb__Leader *out)
{
    enum leader_status wanted = in->resting ? LEADER_STATUS_RESTING : LEADER_STATUS_ACTIVE;
    struct leader leader;

    TRY(leader_lock(call->tx, call->caller->user_id, in->community_id, &leader));
    if (leader.status == LEADER_STATUS_DISABLED)
        return fail(LEADER_DISABLED, "leader %s is disabled there", leader.user_id);
    if (leader.status != wanted)
        TRY(change(call, &leader, wanted));
    leader_view(call, &leader, out);
    return OK;
}
