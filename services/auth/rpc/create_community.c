#include "auth/rpc/auditing.h"
#include "auth/rpc/views.h"

struct status auth_create_community(struct call *call, const Au__CreateCommunityRequest *in, Au__Community *out)
{
    const struct community community = {
        .id = id_make(call->arena),
        .name = in->name,
        .address = in->address,
        .households = in->households,
        .created_us = call->now_us,
    };

    if (!call_has_role(call, "operator", NULL))
        return fail(FORBIDDEN, "only an operator of the whole platform founds communities");
    TRY(community_insert(call->tx, &community, call->caller->user_id));
    TRY(audit(call, "create_community", community.id, community.name));

    community_view(call, &community, out);
    return OK;
}
