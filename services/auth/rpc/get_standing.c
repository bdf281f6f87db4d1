#include "auth/rpc/views.h"

struct status auth_get_standing(struct call *call, const Au__GetStandingRequest *in, Au__Standing *out)
{
    struct user user;

    TRY(user_get(call->tx, in->user_id, &user));
    TRY(identity_openid(call->tx, in->user_id, in->app_id, &out->openid));
    out->user_id = user.id;
    out->phone_verified = *user.phone_masked != '\0';
    out->nickname = user.nickname;
    out->avatar_url = user.avatar_url;
    return OK;
}
