#include "notifications/rpc/push.h"

static bool address_ours(struct call *call, const struct wechat_push_query *query)
{
    struct wechat_push keys[PUSH_KEYS_MAX];
    size_t count = push_keys(call->arena, keys);

    for (size_t i = 0; i < count; i++)
        if (wechat_push_address_ok(&keys[i], query))
            return true;
    return false;
}

struct status notifications_verify_push_url(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct wechat_push_query query = push_query(call, in);
    const char *echo = raw_query(call->arena, in, "echostr");

    if (echo && address_ours(call, &query))
        raw_answer(out, 200, "text/plain; charset=utf-8", echo);
    else
        raw_answer(out, 403, "text/plain; charset=utf-8", "");
    return OK;
}
