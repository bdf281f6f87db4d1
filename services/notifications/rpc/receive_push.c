#include "notifications/rpc/push.h"
#include "notifications/store/delivery_store.h"

static struct status emit_wechat_pushed(struct call *call, const struct wechat_push_message *message)
{
    Nt__WechatPushed event = NT__WECHAT_PUSHED__INIT;

    event.msg_type = message->type;
    event.event = message->event;
    event.openid = message->from;
    event.create_time_s = message->created_s;
    event.body_json = message->text;
    return emit(call, id_make(call->arena), &event.base);
}

static struct status open_push(struct call *call, const Api__RawRequest *in, struct wechat_push_message *ret_message)
{
    struct wechat_push_query query = push_query(call, in);
    struct wechat_push keys[PUSH_KEYS_MAX];
    size_t count = push_keys(call->arena, keys);
    struct status opened = fail(WECHAT_PUSH_UNTRUSTED, "there is no key to open the push with");

    for (size_t i = 0; i < count && !ok(opened); i++)
        opened =
            wechat_push_open(&keys[i], call->arena, &query, (const char *)in->body.data, in->body.len, ret_message);
    return opened;
}

/* Verified, seen for the first time, handed on; what is not from WeChat gets 403 and leaves no trace. */
struct status notifications_receive_push(struct call *call, const Api__RawRequest *in, Api__RawResponse *out)
{
    struct wechat_push_message message;
    bool is_new;

    if (!ok(open_push(call, in, &message))) {
        raw_answer(out, 403, "text/plain; charset=utf-8", "");
        return OK;
    }
    TRY(push_insert(call->tx, message.key, call->now_us, &is_new));
    if (is_new)
        TRY(emit_wechat_pushed(call, &message));
    raw_answer(out, 200, "text/plain; charset=utf-8", "success");
    return OK;
}
