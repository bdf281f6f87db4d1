#include <inttypes.h>

#include "notifications/rpc/telling.h"

/* Who got what he paid for hears nothing. */
struct status notifications_on_weight_settled(struct call *call, const Gb__WeightSettled *event)
{
    const char *grams = arena_printf(call->arena, "%" PRId64 " g", event->grams);

    if (event->refund_fen == 0)
        return OK;
    return tell(call, event->user_id, WEIGHT_SETTLED, event->order_id,
                TELL_ARGS(event->product_title, grams, text_money(call->arena, event->refund_fen)));
}
