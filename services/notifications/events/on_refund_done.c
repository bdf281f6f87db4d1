#include "notifications/rpc/telling.h"

struct status notifications_on_refund_done(struct call *call, const Gb__RefundDone *event)
{
    const char *amount = text_money(call->arena, event->amount_fen);

    if (event->in_cash)
        return OK;
    return tell(call, event->user_id, REFUND_DONE, event->order_id, TELL_ARGS(event->product_title, amount));
}
