#include "coupons/flow/earning.h"

/* Also noted when the payment has not been heard of yet. */
struct status coupons_on_refund_done(struct call *call, const Gb__RefundDone *event)
{
    fen refunded;
    bool whole;

    TRY(order_refund_add(call->tx, event->order_id, event->amount_fen, event->whole, &refunded, &whole));
    return points_unearn(call, event->user_id, event->order_id, refunded, whole);
}
