#include "auth/rpc/registering.h"
#include "auth/rpc/signing.h"
#include "auth/service.h"
#include "wechat/login.h"

/* What WeChat says of the code, as we say it. */
static struct status ask_wechat(struct call *call, const char *code, struct identity *ret_identity)
{
    struct wechat *wechat = auth_of(call)->wechat;
    struct wechat_session session;
    struct status status = wechat_login(wechat, call->arena, code, &session, NULL);

    if (failed_with(status, WECHAT_CODE_INVALID))
        return fail(CODE_REFUSED, "%s", status.text);
    if (failed_with(status, WECHAT_USER_BLOCKED))
        return fail(SIGN_IN_REFUSED, "%s", status.text);
    if (!ok(status))
        return fail(NOT_AVAILABLE, "WeChat: %s: %s", status.reason, status.text);
    *ret_identity = (struct identity){ wechat_app_id(wechat), session.openid, session.unionid };
    return OK;
}

static struct status tell_device_added(struct call *call, const struct session *session)
{
    Au__DeviceAdded event = AU__DEVICE_ADDED__INIT;
    bool added;

    TRY(device_is_added(call->tx, session->user_id, session->device, &added));
    if (!added)
        return OK;
    event.user_id = session->user_id;
    event.session_id = session->id;
    event.device = session->device;
    event.signed_in_at_us = session->created_us;
    return emit(call, session->user_id, &event.base);
}

static struct status open_session(struct call *call, const char *user_id, const struct identity *identity,
                                  const char *device, Au__Session *out)
{
    struct session session = { .id = id_make(call->arena),
                               .user_id = user_id,
                               .app_id = identity->app_id,
                               .device = device,
                               .created_us = call->now_us };
    const char *token = refresh_token_new(call);
    uint8_t hash[SHA256_BYTES];

    refresh_token_hash(token, hash);
    TRY(tell_device_added(call, &session));
    TRY(session_insert(call->tx, &session));
    TRY(refresh_insert(call->tx, hash, session.id, call->now_us + REFRESH_LIFE_US));
    return session_issue(call, &session, token, call->now_us + REFRESH_LIFE_US, out);
}

/* The code goes to WeChat first; what comes back is one short transaction. */
struct status auth_sign_in(struct call *call, const Au__SignInRequest *in, Au__Session *out)
{
    struct identity identity;
    const char *user_id;
    bool first;

    TRY(ask_wechat(call, in->code, &identity));
    TRY(call_begin(call));
    TRY(user_of_identity(call, &identity, "", in->link_key, &user_id, &first));
    TRY(open_session(call, user_id, &identity, in->device, out));
    out->first_sign_in = first;
    return OK;
}
