#include <string.h>

#include "base/clock.h"
#include "groupbuy/events/neighbours.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/shipping.h"
#include "wechat/push_events.h"

/* As its buyer's word to us; that WeChat takes it as received by the time waits for an open after-sale. */
static struct status receive(struct call *call, struct order *order, const struct wechat_settlement *settlement)
{
    if (!settlement->received_s || order->status != ORDER_SHIPPED ||
        (!settlement->by_user && order->after_sales_open > 0))
        return OK;
    return order_receive(call, order, "wechat");
}

static struct status settlement_told(struct call *call, const struct wechat_settlement *settlement)
{
    struct order order;
    struct status found;
    bool ours;

    if (!id_valid(settlement->out_trade_no))
        return OK;
    found = order_lock(call->tx, settlement->out_trade_no, NULL, &order);
    if (failed_with(found, NOT_HERE))
        return OK;
    TRY(found);
    TRY(shipping_note(call->tx, order.id, settlement->transaction_id, settlement->estimated_s * US_PER_S,
                      settlement->received_s * US_PER_S, settlement->settled_s * US_PER_S, &ours));
    return ours ? receive(call, &order, settlement) : OK;
}

/* What WeChat says of the goods of a payment; all else that it pushes is for others. */
struct status groupbuy_on_wechat_pushed(struct call *call, const Nt__WechatPushed *event)
{
    struct wechat_push_message message = { .event = event->event };
    struct wechat_settlement settlement;
    struct wechat_unshipped unshipped;

    if (strncmp(event->event, "trade_manage_", strlen("trade_manage_")) != 0)
        return OK;
    message.json = wechat_json(call->arena, event->body_json, strlen(event->body_json));
    if (!message.json)
        return OK;
    if (wechat_event_settlement(call->arena, &message, &settlement))
        return settlement_told(call, &settlement);
    if (wechat_event_unshipped(call->arena, &message, &unshipped) && id_valid(unshipped.out_trade_no))
        return shipping_remind(call->tx, unshipped.out_trade_no, unshipped.transaction_id);
    return OK;
}
