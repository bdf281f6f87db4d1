#include "notifications/rpc/telling.h"

struct status notifications_on_step_reached(struct call *call, const Gb__StepReached *event)
{
    const char *price = text_money(call->arena, event->price_fen);

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], STEP_REACHED, event->round_id,
                 TELL_ARGS(event->title, event->product_title, price)));
    return OK;
}
