#include <string.h>

#include "auth/rpc/views.h"
#include "auth/service.h"
#include "wechat/code.h"

/* The link, when it is the caller's, and its code, when it was made before. */
static struct status look_up(struct call *call, const char *key, struct link *ret_link, struct link_code *ret_code,
                             bool *ret_known)
{
    struct status status;

    TRY(call_begin_read(call));
    TRY(link_get(call->tx, key, ret_link));
    if (strcmp(ret_link->sharer_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "link %s", key);
    status = link_code_get(call->tx, key, ret_code);
    *ret_known = ok(status);
    call_rollback(call);
    return failed_with(status, NOT_HERE) ? OK : status;
}

static struct status ask_wechat(struct call *call, const struct link *link, struct link_code *ret_code)
{
    const struct wechat_code_request request = {
        .scene = link->key,
        .page = link_page(call->arena, link->target),
        .env_version = auth_of(call)->code_env,
        .unpublished_page = strcmp(auth_of(call)->code_env, "release") != 0,
    };
    struct wechat_code_image image;
    struct status status = wechat_code_image(auth_of(call)->wechat, call->arena, &request, &image, NULL);

    if (!ok(status))
        return fail(CODE_UNAVAILABLE_NOW, "WeChat: %s: %s", status.reason, status.text);
    *ret_code = (struct link_code){ image.content_type, (const uint8_t *)image.bytes, image.count };
    return OK;
}

/* Made once, then kept: the code of a key never changes. */
struct status auth_get_link_code(struct call *call, const Au__GetLinkCodeRequest *in, Au__LinkCode *out)
{
    struct link link;
    struct link_code code;
    bool known;

    TRY(look_up(call, in->key, &link, &code, &known));
    if (!known) {
        TRY(ask_wechat(call, &link, &code));
        TRY(call_begin(call));
        TRY(link_code_save(call->tx, in->key, &code, call->now_us));
    }
    out->content_type = code.content_type;
    out->image.data = (uint8_t *)code.image;
    out->image.len = code.bytes;
    return OK;
}
