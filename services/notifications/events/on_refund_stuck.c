#include "notifications/rpc/telling.h"

/* To operators, who act, and to the buyer, who waits. */
struct status notifications_on_refund_stuck(struct call *call, const Gb__RefundStuck *event)
{
    const char *amount = text_money(call->arena, event->amount_fen);

    TRY(tell(call, event->user_id, REFUND_DELAYED, event->order_id, TELL_ARGS(event->product_title, amount)));
    return tell_operators(call, "", REFUND_STUCK, event->order_id, TELL_ARGS(event->product_title, amount));
}
