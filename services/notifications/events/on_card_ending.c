#include "notifications/rpc/telling.h"

struct status notifications_on_card_ending(struct call *call, const Gb__CardEnding *event)
{
    return tell(call, event->user_id, CARD_ENDING, event->card_id,
                TELL_ARGS(event->product_title, arena_printf(call->arena, "%d", event->sessions_left),
                          text_time(call->arena, event->valid_until_us)));
}
