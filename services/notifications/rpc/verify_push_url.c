#include "notifications/rpc/push.h"

struct status notifications_verify_push_url(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct wechat_push_query query = push_query(call, in);
    const char *echo = raw_query(call->arena, in, "echostr");

    if (echo && wechat_push_address_ok(push_keys(call), &query))
        raw_answer(out, 200, "text/plain; charset=utf-8", echo);
    else
        raw_answer(out, 403, "text/plain; charset=utf-8", "");
    return OK;
}
