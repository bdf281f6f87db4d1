#include "base/clock.h"
#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/pick_up_code.h"
#include "rpc/timestamp.h"

#define CODE_TRIES_MAX 8 /* codes that meet another's: each is one in a million */

static struct status make(struct call *call, const char *card_id, int32_t sessions, struct card_code *ret_code)
{
    char digits[PICK_UP_CODE_DIGITS + 1];
    bool done = false;

    TRY(card_code_end(call->tx, card_id));
    for (int i = 0; i < CODE_TRIES_MAX && !done; i++) {
        pick_up_code_make(digits);
        *ret_code = (struct card_code){
            .id = id_make(call->arena),
            .card_id = card_id,
            .code = arena_strdup(call->arena, digits),
            .sessions = sessions,
            .expires_us = call->now_us + CARD_CODE_S * US_PER_S,
            .open = true,
        };
        TRY(card_code_insert(call->tx, ret_code, &done));
    }
    return done ? OK : fail(CONFLICT, "no code was free for card %s", card_id);
}

struct status groupbuy_show_card_code(struct call *call, const Gb__ShowCardCodeRequest *in, Gb__CardCode *out)
{
    int32_t sessions = in->sessions ? in->sessions : 1;
    struct card_code code;
    struct order order;
    struct card card;

    TRY(card_reach(call, in->card_id, &order, &card));
    TRY(card_check_good(call, &card, sessions));
    TRY(make(call, card.id, sessions, &code));
    out->card_id = card.id;
    out->code = code.code;
    out->sessions = sessions;
    out->expires_at = timestamp_new(call->arena, code.expires_us);
    return OK;
}
