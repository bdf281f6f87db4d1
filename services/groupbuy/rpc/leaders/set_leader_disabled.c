#include "events/audit.h"
#include "groupbuy/flow/leading.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static struct status change(struct call *call, const Gb__SetLeaderDisabledRequest *in, struct leader *leader)
{
    Gb__LeaderDisabled event = GB__LEADER_DISABLED__INIT;

    leader->status = in->disabled ? LEADER_STATUS_DISABLED : LEADER_STATUS_ACTIVE;
    leader->disabled_reason = in->disabled ? in->reason : "";
    TRY(leader_set_status(call->tx, leader, leader->status, leader->disabled_reason));
    TRY(audit(call, &(struct audit_line){ .scope_id = leader->community_id,
                                          .action = "set_leader_disabled",
                                          .object_type = "leader",
                                          .object_id = leader->user_id,
                                          .before = in->disabled ? "leads" : "disabled",
                                          .after = in->disabled ? "disabled" : "leads",
                                          .reason = in->reason }));
    event.user_id = leader->user_id;
    event.community_id = leader->community_id;
    event.disabled = in->disabled;
    event.reason = in->reason;
    event.decided_by = call->caller->user_id;
    return emit(call, leader->user_id, &event.base);
}

struct status groupbuy_set_leader_disabled(struct call *call, const Gb__SetLeaderDisabledRequest *in, Gb__Leader *out)
{
    struct leader leader;

    TRY(overseeing(call, in->community_id));
    TRY(leader_lock(call->tx, in->user_id, in->community_id, &leader));
    if ((leader.status == LEADER_STATUS_DISABLED) != in->disabled)
        TRY(change(call, in, &leader));
    leader_view(call, &leader, out);
    return OK;
}
