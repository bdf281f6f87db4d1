#include "auth/rpc/views.h"
#include "events/audit.h"

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
    TRY(audit(call, &(struct audit_line){ .action = "create_community",
                                          .object_type = "community",
                                          .object_id = community.id,
                                          .after = community.name }));

    community_view(call, &community, out);
    return OK;
}
