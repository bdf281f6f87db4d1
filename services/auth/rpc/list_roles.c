#include <string.h>

#include "auth/rpc/views.h"

/* Operators and auditors see all; the admin of a community what is held there. */
static bool shown(const struct call *call, const struct grant *grant)
{
    return call_has_role(call, "operator", NULL) || call_has_role(call, "auditor", NULL) ||
           (*grant->scope_id && call_has_role(call, "community_admin", grant->scope_id));
}

struct status auth_list_roles(struct call *call, const Au__ListRolesRequest *in, Au__ListRolesResponse *out)
{
    struct grant *grants;
    struct user user;
    size_t count;

    TRY(user_get(call->tx, in->user_id, &user));
    TRY(grant_list(call->tx, call->arena, in->user_id, &grants, &count));
    out->roles = arena_array(call->arena, Au__RoleGrant *, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!shown(call, &grants[i]))
            continue;
        out->roles[out->n_roles] = MESSAGE(call, Au__RoleGrant, au__role_grant);
        grant_view(call, &grants[i], out->roles[out->n_roles++]);
    }
    return OK;
}
