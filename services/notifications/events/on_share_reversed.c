#include "notifications/rpc/telling.h"

/* What was not his yet stands in his statement. */
struct status notifications_on_share_reversed(struct call *call, const Gb__ShareReversed *event)
{
    if (!event->vested)
        return OK;
    return tell(call, event->earner_id, SHARE_REVERSED, event->order_id,
                TELL_ARGS(text_money(call->arena, event->amount_fen)));
}
