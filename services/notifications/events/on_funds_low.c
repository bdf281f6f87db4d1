#include "notifications/rpc/telling.h"

struct status notifications_on_funds_low(struct call *call, const Gb__FundsLow *event)
{
    return tell_operators(
        call, "", FUNDS_LOW, event->order_id,
        TELL_ARGS(text_money(call->arena, event->amount_fen), text_account(call->arena, event->merchant_id)));
}
