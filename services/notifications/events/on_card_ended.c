#include "notifications/rpc/telling.h"

/* Whoever gave it back or used it up knows. */
struct status notifications_on_card_ended(struct call *call, const Gb__CardEnded *event)
{
    if (event->status != GB__CARD_STATUS__CARD_EXPIRED)
        return OK;
    return tell(call, event->user_id, CARD_EXPIRED, event->card_id,
                TELL_ARGS(event->product_title, arena_printf(call->arena, "%d", event->sessions_left),
                          text_money(call->arena, event->refund_fen)));
}
