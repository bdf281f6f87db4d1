#include "notifications/rpc/telling.h"

struct status notifications_on_reserve_short(struct call *call, const Gb__ReserveShort *event)
{
    fen missing = event->wanted_fen - event->there_fen;

    return tell_operators(call, "", RESERVE_SHORT, "",
                          TELL_ARGS(text_money(call->arena, event->wanted_fen), text_money(call->arena, missing),
                                    text_account(call->arena, event->merchant_id)));
}
