#include "auth/rpc/auditing.h"
#include "auth/rpc/granting.h"
#include "auth/rpc/signing.h"

static struct status emit_role_revoked(struct call *call, const struct grant *grant)
{
    Au__RoleRevoked event = AU__ROLE_REVOKED__INIT;

    event.grant_id = grant->id;
    event.user_id = grant->user_id;
    event.role = grant->role;
    event.scope_id = grant->scope_id;
    event.revoked_by = call->caller->user_id;
    return emit(call, grant->id, &event.base);
}

/* Lock order: the user before his grants, as when a role is given. */
struct status auth_revoke_role(struct call *call, const Au__RevokeRoleRequest *in, Au__RevokeRoleResponse *out)
{
    struct grant grant;
    struct user user;

    (void)out;
    TRY(grant_get(call->tx, in->grant_id, &grant));
    TRY(may_give(call, grant.role, grant.scope_id));
    TRY(user_lock(call->tx, grant.user_id, &user));
    TRY(grant_lock(call->tx, in->grant_id, &grant));
    TRY(grant_revoke(call->tx, grant.id, call->caller->user_id, call->now_us));
    TRY(tokens_make_stale(call, grant.user_id));
    TRY(emit_role_revoked(call, &grant));
    return audit(call, "revoke_role", grant.user_id, arena_printf(call->arena, "%s %s", grant.role, grant.scope_id));
}
