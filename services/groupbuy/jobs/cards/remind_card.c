#include "groupbuy/flow/cards.h"

/* Its time is over soon, and sessions are left. */
struct status groupbuy_remind_card(struct call *call, const struct job *job)
{
    Gb__CardEnding event = GB__CARD_ENDING__INIT;
    struct card card;

    TRY(call_begin(call));
    TRY(card_lock(call->tx, job->key, &card));
    if (card.status == CARD_ACTIVE) {
        event.card_id = card.id;
        event.user_id = card.user_id;
        event.product_title = card.product_title;
        event.sessions_left = card.sessions - card.used;
        event.valid_until_us = card.valid_until_us;
        TRY(emit(call, card.id, &event.base));
    }
    return call_commit(call);
}
