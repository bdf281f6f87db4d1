#include "auth/rpc/views.h"

#include "rpc/timestamp.h"

static struct status roles_view(struct call *call, const struct user *user, Au__Me *out)
{
    struct grant *grants;
    size_t count;

    TRY(grant_list(call->tx, call->arena, user->id, &grants, &count));
    out->n_roles = count;
    out->roles = MESSAGES(call, Au__RoleGrant, au__role_grant, count);
    for (size_t i = 0; i < count; i++)
        grant_view(call, &grants[i], out->roles[i]);
    return OK;
}

struct status me_view(struct call *call, const struct user *user, Au__Me *out)
{
    const char **communities;

    out->user_id = user->id;
    out->nickname = user->nickname;
    out->avatar_url = user->avatar_url;
    out->bio = user->bio;
    out->phone_verified = *user->phone_masked != '\0';
    out->phone_masked = user->phone_masked;
    out->created_at = timestamp_new(call->arena, user->created_us);
    TRY(roles_view(call, user, out));
    TRY(community_ids_of(call->tx, user->id, &communities, &out->n_community_ids));
    out->community_ids = communities;
    return OK;
}

void user_view(const struct user *user, Au__User *out)
{
    out->user_id = user->id;
    out->nickname = user->nickname;
    out->avatar_url = user->avatar_url;
    out->bio = user->bio;
}

void community_view(struct call *call, const struct community *community, Au__Community *out)
{
    out->community_id = community->id;
    out->name = community->name;
    out->address = community->address;
    out->households = (int32_t)community->households;
    out->member_count = community->member_count;
    out->joined = community->joined;
    out->created_at = timestamp_new(call->arena, community->created_us);
}

void link_view(struct call *call, const struct link *link, Au__Link *out)
{
    out->key = link->key;
    out->target = (Au__LinkTarget)link->target;
    out->target_id = link->target_id;
    out->sharer_id = link->sharer_id;
    out->channel = link->channel;
    out->circle_id = link->circle_id;
    out->title = link->title;
    out->path = link_path(call->arena, link);
    out->open_count = link->open_count;
    out->expires_at = timestamp_new(call->arena, link->expires_us);
    out->created_at = timestamp_new(call->arena, link->created_us);
}

void grant_view(struct call *call, const struct grant *grant, Au__RoleGrant *out)
{
    out->grant_id = grant->id;
    out->user_id = grant->user_id;
    out->role = grant->role;
    out->scope_id = grant->scope_id;
    out->granted_by = grant->granted_by;
    out->created_at = timestamp_new(call->arena, grant->granted_us);
}
