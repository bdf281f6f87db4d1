#include "groupbuy/flow/cards.h"

/* By the rule it was sold under. */
struct status groupbuy_refund_card(struct call *call, const Gb__RefundCardRequest *in, Gb__Card *out)
{
    struct order order;
    struct card card;

    TRY(card_reach(call, in->card_id, &order, &card));
    TRY(card_check_good(call, &card, 0));
    TRY(card_end(call, &order, &card, CARD_REFUNDED, card.refund_percent, call->caller->user_id));
    TRY(card_get(call->tx, in->card_id, call->caller->user_id, &card));
    return card_show(call, &card, true, out);
}
