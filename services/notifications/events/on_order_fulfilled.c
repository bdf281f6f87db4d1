#include "notifications/rpc/telling.h"

struct status notifications_on_order_fulfilled(struct call *call, const Gb__OrderFulfilled *event)
{
    if (event->kind == GB__CAMPAIGN_KIND__BOOKING || event->kind == GB__CAMPAIGN_KIND__CONTENT ||
        event->kind == GB__CAMPAIGN_KIND__CARD)
        return OK; /* nothing was fetched */
    return tell(call, event->user_id, ORDER_FULFILLED, event->order_id,
                TELL_ARGS(event->product_title, text_time(call->arena, event->complete_by_us)));
}
