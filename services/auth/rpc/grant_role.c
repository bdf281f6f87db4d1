#include "auth/rpc/granting.h"
#include "events/audit.h"

struct status auth_grant_role(struct call *call, const Au__GrantRoleRequest *in, Au__RoleGrant *out)
{
    const struct grant wanted = {
        .id = id_make(call->arena),
        .user_id = in->user_id,
        .role = in->role,
        .scope_id = in->scope_id,
        .granted_by = call->caller->user_id,
        .granted_us = call->now_us,
    };
    struct grant grant;

    TRY(may_give(call, in->role, in->scope_id));
    TRY(role_give(call, &wanted, &grant));
    TRY(audit(call, &(struct audit_line){ .scope_id = in->scope_id,
                                          .action = "grant_role",
                                          .object_type = "user",
                                          .object_id = in->user_id,
                                          .after = arena_printf(call->arena, "%s %s", in->role, in->scope_id),
                                          .reason = in->why }));

    grant_view(call, &grant, out);
    return OK;
}
