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

/* trade_manage_order_settlement: when goods were told to be on their way (estimated_s), and when the money is ours
 * (settled_s). Times are unix seconds; 0: not said. */
struct wechat_settlement {
    const char *transaction_id, *merchant_id, *out_trade_no;
    int64_t paid_s, shipped_s;
    int64_t estimated_s;
    int64_t received_s, settled_s;
    bool by_user; /* received by the user's word; else by the time */
};

bool wechat_event_settlement(struct arena *arena, const struct wechat_push_message *message,
                             struct wechat_settlement *ret_settlement);

/* trade_manage_remind_shipping: paid for more than 48 hours and nothing was told. */
struct wechat_unshipped {
    const char *transaction_id, *merchant_id, *out_trade_no;
    int64_t paid_s;
};

bool wechat_event_unshipped(struct arena *arena, const struct wechat_push_message *message,
                            struct wechat_unshipped *ret_unshipped);

#endif
