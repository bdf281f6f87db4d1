#include "groupbuy/flow/cards.h"

/* Its time is over: what its terms give back of the unused part goes back. One that has ended before is let be. */
struct status groupbuy_expire_card(struct call *call, const struct job *job)
{
    struct order order;
    struct card card;

    TRY(call_begin(call));
    TRY(card_get(call->tx, job->key, NULL, &card));
    TRY(order_lock(call->tx, card.order_id, NULL, &order));
    TRY(card_lock(call->tx, job->key, &card));
    if (card.status == CARD_ACTIVE && card.valid_until_us <= call->now_us)
        TRY(card_end(call, &order, &card, CARD_EXPIRED, card.expired_refund_percent, "card"));
    return call_commit(call);
}
