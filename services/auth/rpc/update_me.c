#include <string.h>

#include "auth/rpc/profile.h"
#include "linli/content/v1/internal.pb-c.h"

#define CHECK_TEXT "linli.content.v1.Internal.CheckText"

static bool texts_changed(const struct user *user, const Au__UpdateMeRequest *in)
{
    return strcmp(user->nickname, in->nickname) != 0 || strcmp(user->bio, in->bio) != 0;
}

/* A neighbour that does not answer is back in a moment; somebody who must look at a text takes longer, as the reason
 * says. */
#define NEIGHBOUR_BACK_S 1

static struct status not_checked(struct status status)
{
    struct status refusal = fail(CHECK_UNAVAILABLE, "content: %s: %s", status.reason, status.text);

    refusal.retry_after_s = NEIGHBOUR_BACK_S;
    return refusal;
}

/* Content knows the word list and asks WeChat. A text that nobody could judge is not taken. */
static struct status check_texts(struct call *call, const char *openid, const Au__UpdateMeRequest *in)
{
    Ct__CheckTextRequest question = CT__CHECK_TEXT_REQUEST__INIT;
    Ct__CheckTextResponse *answer;
    struct status status;

    question.text = arena_printf(call->arena, "%s\n%s", in->nickname, in->bio);
    question.scene = CT__TEXT_SCENE__PROFILE;
    question.openid = openid;
    status = call_rpc(call, CHECK_TEXT, &question.base, &ct__check_text_response__descriptor, &answer);
    if (!ok(status))
        return not_checked(status);
    if (answer->verdict == CT__TEXT_VERDICT__REFUSED)
        return fail(TEXT_REFUSED, "the nickname or the bio breaks the rules");
    if (answer->verdict != CT__TEXT_VERDICT__PASS)
        return fail(CHECK_UNAVAILABLE, "a person must look at these texts");
    return OK;
}

struct status auth_update_me(struct call *call, const Au__UpdateMeRequest *in, Au__Me *out)
{
    struct user user;
    const char *openid;

    TRY(caller_read(call, &user, &openid));
    if (texts_changed(&user, in))
        TRY(check_texts(call, openid, in));

    TRY(call_begin(call));
    TRY(user_lock(call->tx, user.id, &user));
    user.nickname = in->nickname;
    user.avatar_url = in->avatar_url;
    user.bio = in->bio;
    TRY(user_save_profile(call->tx, &user));
    TRY(emit_user_updated(call, &user));
    return me_view(call, &user, out);
}
