#include "auth/rpc/granting.h"
#include "events/audit.h"

struct status auth_revoke_role(struct call *call, const Au__RevokeRoleRequest *in, Au__RevokeRoleResponse *out)
{
    struct grant grant;

    (void)out;
    TRY(grant_get(call->tx, in->grant_id, &grant));
    TRY(may_give(call, grant.role, grant.scope_id));
    TRY(role_take(call, &grant, call->caller->user_id));
    return audit(call,
                 &(struct audit_line){ .scope_id = grant.scope_id,
                                       .action = "revoke_role",
                                       .object_type = "user",
                                       .object_id = grant.user_id,
                                       .before = arena_printf(call->arena, "%s %s", grant.role, grant.scope_id) });
}
