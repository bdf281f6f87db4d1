#include "groupbuy/flow/leading.h"
#include "groupbuy/service.h"

static struct status not_leading(struct call *call, const char *community_id)
{
    struct leader leader;
    struct status status = leader_get(call->tx, call->caller->user_id, community_id, &leader);

    if (failed_with(status, NOT_HERE))
        return OK;
    TRY(status);
    if (leader.status == LEADER_STATUS_DISABLED)
        return fail(LEADER_DISABLED, "leader %s is disabled there", leader.user_id);
    return fail(ALREADY_LEADER, "user %s leads there", leader.user_id);
}

struct status groupbuy_apply_as_leader(struct call *call, const Gb__ApplyAsLeaderRequest *in,
                                       Gb__LeaderApplication *out)
{
    const struct leader_application application = {
        .id = id_make(call->arena),
        .user_id = call->caller->user_id,
        .community_id = in->community_id,
        .statement = in->statement,
        .agreement_version = in->agreement_version,
        .status = REVIEW_STATUS_PENDING,
        .reason = "",
        .created_us = call->now_us,
    };

    if (in->agreement_version != groupbuy_of(call)->leader_agreement_version)
        return fail(AGREEMENT_OUTDATED, "version %d was accepted", in->agreement_version);
    TRY(not_leading(call, in->community_id));
    TRY(application_insert(call->tx, &application));
    application_view(call, &application, out);
    return OK;
}
