#include "notifications/rpc/telling.h"

/* What is only on its way is no news. */
struct status notifications_on_payout_decided(struct call *call, const Gb__PayoutDecided *event)
{
    const char *net = text_money(call->arena, event->net_fen);

    switch (event->state) {
    case GB__PAYOUT_STATE__PAYOUT_SENT:
        return tell(call, event->earner_id, PAYOUT_TO_CONFIRM, event->payout_id, TELL_ARGS(net));
    case GB__PAYOUT_STATE__PAYOUT_PAID:
        return tell(call, event->earner_id, PAYOUT_DONE, event->payout_id,
                    TELL_ARGS(net, text_money(call->arena, event->withheld_fen)));
    case GB__PAYOUT_STATE__PAYOUT_FAILED:
    case GB__PAYOUT_STATE__PAYOUT_DECLINED:
        return tell(call, event->earner_id, PAYOUT_CAME_BACK, event->payout_id,
                    TELL_ARGS(text_money(call->arena, event->gross_fen), event->reason));
    default:
        return OK;
    }
}
