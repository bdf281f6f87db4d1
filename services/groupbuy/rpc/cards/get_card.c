#include "groupbuy/flow/cards.h"

struct status groupbuy_get_card(struct call *call, const Gb__GetCardRequest *in, Gb__Card *out)
{
    struct card card;

    TRY(card_get(call->tx, in->card_id, call->caller->user_id, &card));
    return card_show(call, &card, true, out);
}
