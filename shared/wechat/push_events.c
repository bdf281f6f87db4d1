#include "wechat/push_events.h"

#include <stdlib.h>
#include <string.h>

bool wechat_event_media(struct arena *arena, const struct wechat_push_message *message,
                        struct wechat_media_result *ret_result)
{
    struct wechat_media_result result;

    if (strcmp(message->event, "wxa_media_check") != 0)
        return false;
    result.judgement = wechat_judgement_read(arena, message->json);
    result.trace_id = result.judgement.trace_id;
    result.checked = wechat_int(message->json, "errcode", 0) == 0;
    if (!result.trace_id[0])
        return false;
    *ret_result = result;
    return true;
}

/* Numbers and texts are not used consistently in these events. */
static const char *loose_text(struct arena *arena, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    if (json_is_integer(value))
        return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return wechat_text(arena, object, name, "");
}

static bool read_item(struct arena *arena, const json_t *object, bool sent, struct wechat_subscription_item *item)
{
    const char *status = wechat_text(arena, object, "SubscribeStatusString", "");

    *item = (struct wechat_subscription_item){
        .template_id = wechat_text(arena, object, "TemplateId", ""),
        .message_id = sent ? loose_text(arena, object, "MsgID") : "",
    };
    if (sent)
        item->what = strcmp(loose_text(arena, object, "ErrorCode"), "0") == 0 ? WECHAT_DELIVERED : WECHAT_NOT_DELIVERED;
    else if (strcmp(status, "accept") == 0)
        item->what = WECHAT_ACCEPTED;
    else if (strcmp(status, "reject") == 0)
        item->what = WECHAT_REJECTED;
    else
        return false;
    return item->template_id[0] != '\0';
}

size_t wechat_event_subscriptions(struct arena *arena, const struct wechat_push_message *message,
                                  struct wechat_subscription_item items[WECHAT_SUBSCRIPTION_ITEMS_MAX])
{
    bool sent = strcmp(message->event, "subscribe_msg_sent_event") == 0;
    const json_t *list = json_object_get(message->json, "List");
    size_t count = 0, found = json_is_array(list) ? json_array_size(list) : 1;

    if (!sent && strcmp(message->event, "subscribe_msg_popup_event") != 0 &&
        strcmp(message->event, "subscribe_msg_change_event") != 0)
        return 0;
    /* One item is an object, several are an array. */
    for (size_t i = 0; i < found && count < WECHAT_SUBSCRIPTION_ITEMS_MAX; i++)
        if (read_item(arena, json_is_array(list) ? json_array_get(list, i) : list, sent, &items[count]))
            count++;
    return count;
}

static int64_t loose_int(struct arena *arena, const json_t *object, const char *name)
{
    const char *text = loose_text(arena, object, name);
    size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits < 16 && !text[digits] ? strtoll(text, NULL, 10) : 0;
}

bool wechat_event_settlement(struct arena *arena, const struct wechat_push_message *message,
                             struct wechat_settlement *ret_settlement)
{
    const json_t *json = message->json;
    struct wechat_settlement settlement = {
        .transaction_id = loose_text(arena, json, "transaction_id"),
        .merchant_id = loose_text(arena, json, "merchant_id"),
        .out_trade_no = loose_text(arena, json, "merchant_trade_no"),
        .paid_s = loose_int(arena, json, "pay_time"),
        .shipped_s = loose_int(arena, json, "shipped_time"),
        .estimated_s = loose_int(arena, json, "estimated_settlement_time"),
        .received_s = loose_int(arena, json, "confirm_receive_time"),
        .settled_s = loose_int(arena, json, "settlement_time"),
        .by_user = loose_int(arena, json, "confirm_receive_method") == 1,
    };

    if (strcmp(message->event, "trade_manage_order_settlement") != 0 || !settlement.transaction_id[0] ||
        !settlement.out_trade_no[0])
        return false;
    *ret_settlement = settlement;
    return true;
}

bool wechat_event_unshipped(struct arena *arena, const struct wechat_push_message *message,
                            struct wechat_unshipped *ret_unshipped)
{
    struct wechat_unshipped unshipped = {
        .transaction_id = loose_text(arena, message->json, "transaction_id"),
        .merchant_id = loose_text(arena, message->json, "merchant_id"),
        .out_trade_no = loose_text(arena, message->json, "merchant_trade_no"),
        .paid_s = loose_int(arena, message->json, "pay_time"),
    };

    if (strcmp(message->event, "trade_manage_remind_shipping") != 0 || !unshipped.transaction_id[0] ||
        !unshipped.out_trade_no[0])
        return false;
    *ret_unshipped = unshipped;
    return true;
}
