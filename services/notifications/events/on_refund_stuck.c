#include "notifications/rpc/telling.h"

struct status notifications_on_refund_stuck(struct call *call, const Gb__RefundStuck *event)
{
    return tell_operators(call, "", REFUND_STUCK, event->order_id,
                          TELL_ARGS(event->product_title, text_money(call->arena, event->amount_fen)));
}
