#include "auth/rpc/profile.h"

struct status caller_read(struct call *call, struct user *ret_user, const char **ret_openid)
{
    TRY(call_begin_read(call));
    TRY(user_get(call->tx, call->caller->user_id, ret_user));
    TRY(identity_openid(call->tx, call->caller->user_id, call->caller->app_id, ret_openid));
    call_rollback(call); /* nothing was written */
    return OK;
}

struct status emit_user_updated(struct call *call, const struct user *user)
{
    Au__UserUpdated event = AU__USER_UPDATED__INIT;

    event.user_id = user->id;
    event.nickname = user->nickname;
    event.avatar_url = user->avatar_url;
    event.phone_verified = *user->phone_masked != '\0';
    return emit(call, user->id, &event.base);
}
