/* Subscribe messages (订阅消息): one yes of the user is one message. WeChat has no question «how many are left»: who
 * sends keeps count, and sets it to nothing at WECHAT_NOT_SUBSCRIBED. To one user send one message at a time.
 *
 * A single bad value makes WeChat refuse the whole message, so values are checked here first (WECHAT_CONTENT_INVALID).
 */
#ifndef LINLI_WECHAT_SUBSCRIBE_H
#define LINLI_WECHAT_SUBSCRIBE_H

#include "wechat/client.h"

#define WECHAT_MESSAGE_VALUES_MAX 10

struct wechat_message_value {
    const char *key; /* of the template: thing1, time2, amount3 */
    const char *value;
};

struct wechat_message {
    const char *openid;
    const char *template_id;
    const char *page;  /* pages/order/order?id=…; NULL: the message opens nothing */
    const char *state; /* developer, trial, formal; NULL: formal */
    const char *lang;  /* zh_CN, en_US, zh_HK, zh_TW; NULL: zh_CN */
    struct wechat_message_value values[WECHAT_MESSAGE_VALUES_MAX];
    size_t values_count;
};

struct status wechat_message_send(struct wechat *wechat, struct arena *arena, const struct wechat_message *message,
                                  struct wechat_failure *failure);

/* ---- pure, for checking templates when they are written ------------------------------------------------------------- */

/* What is wrong with the value for this key («must be at most 20 characters»); NULL when nothing is. */
const char *wechat_value_problem(const char *key, const char *value);
/* The value made to fit where that is harmless: control characters become spaces; what is too long is cut, with … inside
 * the limit (thing, name; of a character_string with three points, as it is ASCII). The rest comes back as it is. `value`
 * is valid UTF-8. */
const char *wechat_value_fit(struct arena *arena, const char *key, const char *value);

#endif
