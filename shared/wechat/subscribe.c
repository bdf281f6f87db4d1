#include "wechat/subscribe.h"

#include "base/buf.h"
#include "wechat/failure_internal.h"

static struct status check(const struct wechat_message *message)
{
    if (message->values_count == 0 || message->values_count > WECHAT_MESSAGE_VALUES_MAX)
        return fail(WECHAT_CONTENT_INVALID, "a message has 1 to %d values", WECHAT_MESSAGE_VALUES_MAX);
    for (size_t i = 0; i < message->values_count; i++) {
        const struct wechat_message_value *value = &message->values[i];
        const char *problem = wechat_value_problem(value->key, value->value);

        if (problem)
            return fail(WECHAT_CONTENT_INVALID, "%s %s", value->key, problem);
    }
    return OK;
}

static void add_member(struct buf *body, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(body, "%s\"%s\":", body->len > 1 ? "," : "", name);
    buf_json_string(body, value);
}

static const char *message_json(struct arena *arena, const struct wechat_message *message)
{
    struct buf body;

    buf_init(&body, arena, 512);
    buf_add_char(&body, '{');
    add_member(&body, "touser", message->openid);
    add_member(&body, "template_id", message->template_id);
    add_member(&body, "page", message->page);
    add_member(&body, "miniprogram_state", message->state ? message->state : "formal");
    add_member(&body, "lang", message->lang ? message->lang : "zh_CN");
    buf_add_str(&body, ",\"data\":{");
    for (size_t i = 0; i < message->values_count; i++) {
        if (i)
            buf_add_char(&body, ',');
        buf_json_string(&body, message->values[i].key);
        buf_add_str(&body, ":{\"value\":");
        buf_json_string(&body, message->values[i].value);
        buf_add_char(&body, '}');
    }
    buf_add_str(&body, "}}");
    return body.data;
}

struct status wechat_message_send(struct wechat *wechat, struct arena *arena, const struct wechat_message *message,
                                  struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct status status = check(message);

    if (!ok(status))
        return wechat_permanent(failure, status);
    return wechat_call(wechat, arena, "/cgi-bin/message/subscribe/send", message_json(arena, message), 0, &answer,
                       failure);
}
