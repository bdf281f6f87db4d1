#include "notifications/rpc/telling.h"

struct status notifications_on_refund_started(struct call *call, const Gb__RefundStarted *event)
{
    if (event->amount_fen == 0)
        return OK; /* nothing was paid */
    return tell(call, event->user_id, REFUND_STARTED, event->order_id,
                TELL_ARGS(event->product_title, text_money(call->arena, event->amount_fen)));
}
