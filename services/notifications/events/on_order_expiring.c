#include "notifications/rpc/telling.h"

struct status notifications_on_order_expiring(struct call *call, const Gb__OrderExpiring *event)
{
    return tell(call, event->user_id, ORDER_EXPIRING, event->order_id,
                TELL_ARGS(event->product_title, text_money(call->arena, event->amount_fen),
                          text_time(call->arena, event->pay_by_us)));
}
