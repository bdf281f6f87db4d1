#include "notifications/rpc/telling.h"

struct status notifications_on_refund_done(struct call *call, const Gb__RefundDone *event)
{
    return tell(call, event->user_id, REFUND_DONE, event->order_id,
                TELL_ARGS(event->product_title, text_money(call->arena, event->amount_fen)));
}
