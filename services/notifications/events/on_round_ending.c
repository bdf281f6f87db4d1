#include "notifications/rpc/telling.h"

struct status notifications_on_round_ending(struct call *call, const Gb__RoundEnding *event)
{
    const char *when = text_time(call->arena, event->ends_at_us);
    enum message_kind kind = event->unpaid ? ROUND_UNPAID : ROUND_ENDING;

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], kind, event->round_id, TELL_ARGS(event->title, when)));
    return OK;
}
