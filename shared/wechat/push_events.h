/* Reading the pushed events that we act on. Pure; an event of another kind, or one that lacks what it should have, gives
 * false (or nothing). Results are on the arena. */
#ifndef LINLI_WECHAT_PUSH_EVENTS_H
#define LINLI_WECHAT_PUSH_EVENTS_H

#include "wechat/push.h"
#include "wechat/safety.h"

/* wxa_media_check: what wechat_check_media() asked for. */
struct wechat_media_result {
    const char *trace_id;
    bool checked; /* false: WeChat could not fetch it */
    struct wechat_judgement judgement;
};

bool wechat_event_media(struct arena *arena, const struct wechat_push_message *message,
                        struct wechat_media_result *ret_result);

/* subscribe_msg_popup_event (asked), subscribe_msg_change_event (settings), subscribe_msg_sent_event (delivered). */
enum wechat_subscription { WECHAT_ACCEPTED, WECHAT_REJECTED, WECHAT_DELIVERED, WECHAT_NOT_DELIVERED };

struct wechat_subscription_item {
    const char *template_id;
    enum wechat_subscription what;
    const char *message_id; /* of a delivery; "": none */
};

#define WECHAT_SUBSCRIPTION_ITEMS_MAX 32

size_t wechat_event_subscriptions(struct arena *arena, const struct wechat_push_message *message,
                                  struct wechat_subscription_item items[WECHAT_SUBSCRIPTION_ITEMS_MAX]);

#endif
