#include "notifications/rpc/telling.h"

struct status notifications_on_order_paid(struct call *call, const Gb__OrderPaid *event)
{
    if (event->in_cash)
        return OK;
    return tell(call, event->user_id, ORDER_PAID, event->order_id,
                TELL_ARGS(event->product_title, text_money(call->arena, event->amount_fen)));
}
