#include <string.h>

#include "auth/rpc/profile.h"
#include "auth/rpc/text_check.h"

static bool texts_changed(const struct user *user, const Au__UpdateMeRequest *in)
{
    return strcmp(user->nickname, in->nickname) != 0 || strcmp(user->bio, in->bio) != 0;
}

struct status auth_update_me(struct call *call, const Au__UpdateMeRequest *in, Au__Me *out)
{
    struct user user;
    const char *openid;

    TRY(caller_read(call, &user, &openid));
    if (texts_changed(&user, in))
        TRY(text_check(call, CT__TEXT_SCENE__PROFILE, openid, arena_printf(call->arena, "%s\n%s", in->nickname, in->bio)));

    TRY(call_begin(call));
    TRY(user_lock(call->tx, user.id, &user));
    user.nickname = in->nickname;
    user.avatar_url = in->avatar_url;
    user.bio = in->bio;
    TRY(user_save_profile(call->tx, &user));
    TRY(emit_user_updated(call, &user));
    return me_view(call, &user, out);
}
