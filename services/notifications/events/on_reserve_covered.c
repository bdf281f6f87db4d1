#include "notifications/rpc/telling.h"

struct status notifications_on_reserve_covered(struct call *call, const Gb__ReserveCovered *event)
{
    return tell_operators(
        call, "", RESERVE_COVERED, "",
        TELL_ARGS(text_money(call->arena, event->wanted_fen), text_account(call->arena, event->merchant_id)));
}
