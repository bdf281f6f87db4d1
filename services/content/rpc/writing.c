#include "content/rpc/writing.h"

#include "content/service.h"
#include "content/store/circle_store.h"
#include "content/store/people_store.h"
#include "content/store/post_store.h"
#include "wechat/safety.h"

struct status standing_of(struct call *call, const char *user_id, const Au__Standing **ret_standing)
{
    Au__GetStandingRequest request = AU__GET_STANDING_REQUEST__INIT;
    Au__Standing *standing;

    request.user_id = user_id;
    request.app_id = wechat_app_id(((struct content *)call->service)->wechat);
    TRY(call_rpc(call, "linli.auth.v1.Internal.GetStanding", &request.base, &au__standing__descriptor, &standing));
    *ret_standing = standing;
    return OK;
}

struct status writer_standing(struct call *call, const Au__Standing **ret_standing)
{
    TRY(standing_of(call, call->caller->user_id, ret_standing));
    if (!(*ret_standing)->phone_verified)
        return fail(PHONE_NOT_VERIFIED, "user %s has no verified phone", call->caller->user_id);
    return OK;
}

static enum wechat_scene scene_of(Ct__TextScene scene)
{
    switch (scene) {
    case CT__TEXT_SCENE__PROFILE:
        return WECHAT_PROFILE;
    case CT__TEXT_SCENE__REMARK:
        return WECHAT_COMMENT;
    default:
        return WECHAT_FORUM;
    }
}

/* What WeChat says; a failure when it cannot be asked now. Somebody it has not seen for two hours is left to a person. */
static struct status ask_wechat(struct call *call, Ct__TextScene scene, const char *openid, const char *text,
                                enum verdict *ret_verdict)
{
    static const enum verdict meaning[] = {
        [WECHAT_PASS] = VERDICT_PASS,
        [WECHAT_REVIEW] = VERDICT_REVIEW,
        [WECHAT_RISKY] = VERDICT_REFUSED,
    };
    struct wechat_text_check check = { .openid = openid, .scene = scene_of(scene), .content = text };
    struct wechat_judgement judgement;

    struct status status =
        wechat_check_text(((struct content *)call->service)->wechat, call->arena, &check, &judgement, NULL);
    if (failed_with(status, WECHAT_USER_NOT_ACTIVE) || failed_with(status, WECHAT_OPENID_UNKNOWN)) {
        *ret_verdict = VERDICT_REVIEW;
        return OK;
    }
    TRY(status);
    *ret_verdict = meaning[judgement.advice];
    return OK;
}

/* True when the list alone decides. */
static struct status ask_words(struct call *call, const char *text, bool *ret_decided, enum verdict *ret_verdict)
{
    int action;

    TRY(words_in(call, text, &action));
    *ret_decided = action != 0;
    *ret_verdict = action == WORD_BLOCK ? VERDICT_REFUSED : VERDICT_REVIEW;
    return OK;
}

struct status text_check(struct call *call, Ct__TextScene scene, const char *openid, const char *text, enum verdict *ret_verdict)
{
    bool decided;

    TRY(ask_words(call, text, &decided, ret_verdict));
    if (decided)
        return OK;
    if (!ok(ask_wechat(call, scene, openid, text, ret_verdict)))
        *ret_verdict = VERDICT_REVIEW;
    return OK;
}

struct status text_check_again(struct call *call, Ct__TextScene scene, const char *author_id, const char *text,
                               enum verdict *ret_verdict)
{
    const Au__Standing *standing;
    bool decided;

    TRY(ask_words(call, text, &decided, ret_verdict));
    if (decided)
        return OK;
    TRY(standing_of(call, author_id, &standing));
    return ask_wechat(call, scene, standing->openid, text, ret_verdict);
}

struct status post_open(struct call *call, const char *post_id, struct post *ret_post, struct circle *ret_circle)
{
    const char *viewer = call->caller->user_id;

    TRY(post_get(call->tx, post_id, viewer, ret_post));
    TRY(circle_get(call->tx, ret_post->circle_id, viewer, ret_circle));
    return post_readable(ret_post, ret_circle, viewer);
}
