#include "notifications/rpc/telling.h"

struct status notifications_on_substitution_asked(struct call *call, const Gb__SubstitutionAsked *event)
{
    return tell(call, event->user_id, SUBSTITUTION_ASKED, event->order_id,
                TELL_ARGS(event->product_title, event->substitute_title, text_money(call->arena, event->price_fen),
                          text_time(call->arena, event->until_us)));
}
