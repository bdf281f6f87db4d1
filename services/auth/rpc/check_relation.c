#include <string.h>

#include "auth/rpc/views.h"

static struct status holds_role(struct call *call, const Au__CheckRelationRequest *in, protobuf_c_boolean *ret_holds)
{
    struct grant *grants;
    size_t count;

    TRY(grant_list(call->tx, call->arena, in->user_id, &grants, &count));
    for (size_t i = 0; i < count && !*ret_holds; i++)
        *ret_holds = strcmp(grants[i].role, in->role) == 0 &&
                     (!*grants[i].scope_id || strcmp(grants[i].scope_id, in->scope_id) == 0);
    return OK;
}

/* Nobody is a member of what is not there. */
static struct status who_is_in(struct call *call, const Au__CheckRelationRequest *in, Au__Relation *out)
{
    struct community community;
    struct status status = community_get(call->tx, in->community_id, in->user_id, &community);

    if (failed_with(status, NOT_HERE))
        return OK;
    TRY(status);
    out->community_found = true;
    out->member = community.joined;
    return community_members_among(call->tx, in->community_id, (const char *const *)in->user_ids, in->n_user_ids,
                                   &out->member_ids, &out->n_member_ids);
}

struct status auth_check_relation(struct call *call, const Au__CheckRelationRequest *in, Au__Relation *out)
{
    bool blocked = false;

    if (*in->other_id)
        TRY(block_between(call->tx, in->user_id, in->other_id, &blocked));
    if (*in->community_id)
        TRY(who_is_in(call, in, out));
    if (*in->role)
        TRY(holds_role(call, in, &out->holds_role));
    out->blocked = blocked;
    return OK;
}
