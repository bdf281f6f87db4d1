#include "auth/rpc/granting.h"

#include "auth/domain/role.h"
#include "auth/rpc/signing.h"

struct status may_give(struct call *call, const char *role, const char *scope_id)
{
    const struct giver giver = {
        .operator_everywhere = call_has_role(call, "operator", NULL),
        .community_admin_here = *scope_id && call_has_role(call, "community_admin", scope_id),
    };

    if (!role_known(role))
        return fail(ROLE_UNKNOWN, "there is no role %s", role);
    if (!role_may_be_given(role, scope_id, &giver))
        return fail(FORBIDDEN, "the caller may not give or take %s there", role);
    return OK;
}

static struct status emit_role_granted(struct call *call, const struct grant *grant)
{
    Au__RoleGranted event = AU__ROLE_GRANTED__INIT;

    event.grant_id = grant->id;
    event.user_id = grant->user_id;
    event.role = grant->role;
    event.scope_id = grant->scope_id;
    event.granted_by = grant->granted_by;
    return emit(call, grant->id, &event.base);
}

static struct status check_room(struct call *call, const char *user_id)
{
    struct grant *grants;
    size_t count;

    TRY(grant_list(call->tx, call->arena, user_id, &grants, &count));
    return count <= ROLES_PER_USER_MAX ? OK : fail(TOO_MANY_ROLES, "user %s holds %zu roles", user_id, count);
}

struct status role_give(struct call *call, const struct grant *wanted, struct grant *ret_grant)
{
    struct user user;
    bool new;

    TRY(user_lock(call->tx, wanted->user_id, &user));
    TRY(grant_insert(call->tx, wanted, ret_grant, &new));
    if (!new)
        return OK;
    TRY(check_room(call, wanted->user_id));
    TRY(tokens_make_stale(call, wanted->user_id));
    return emit_role_granted(call, ret_grant);
}

static struct status emit_role_revoked(struct call *call, const struct grant *grant, const char *taken_by)
{
    Au__RoleRevoked event = AU__ROLE_REVOKED__INIT;

    event.grant_id = grant->id;
    event.user_id = grant->user_id;
    event.role = grant->role;
    event.scope_id = grant->scope_id;
    event.revoked_by = taken_by;
    return emit(call, grant->id, &event.base);
}

/* Lock order: the user before his grants, as when a role is given. */
struct status role_take(struct call *call, const struct grant *grant, const char *taken_by)
{
    struct grant held;
    struct user user;

    TRY(user_lock(call->tx, grant->user_id, &user));
    TRY(grant_lock(call->tx, grant->id, &held));
    TRY(grant_revoke(call->tx, held.id, taken_by, call->now_us));
    TRY(tokens_make_stale(call, held.user_id));
    return emit_role_revoked(call, &held, taken_by);
}
