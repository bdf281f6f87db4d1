#include <string.h>

#include "groupbuy/flow/substituting.h"

/* The buyer's own question, with its round held, so that nobody shares out meanwhile. */
static struct status find(struct call *call, const Gb__AnswerSubstitutionRequest *in,
                          struct substitution_part *ret_part, struct place_row *ret_place)
{
    struct substitution_part *parts;
    struct round round;
    struct order order;
    size_t count;

    TRY(order_get(call->tx, in->order_id, call->caller->user_id, &order));
    if (!*order.round_id)
        return fail(NOT_HERE, "order %s is of no round", in->order_id);
    TRY(round_lock(call->tx, order.round_id, &round));
    TRY(substitution_of_order(call->tx, order.id, &parts, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(parts[i].substitution_id, in->substitution_id) == 0) {
            *ret_part = parts[i];
            return place_get(call->tx, round.id, parts[i].substitution.place_id, ret_place);
        }
    return fail(NOT_HERE, "substitution %s of order %s", in->substitution_id, in->order_id);
}

/* Until its time he may say otherwise. */
struct status groupbuy_answer_substitution(struct call *call, const Gb__AnswerSubstitutionRequest *in,
                                           Gb__OrderSubstitution *out)
{
    struct substitution_part part;
    struct place_row place;

    TRY(find(call, in, &part, &place));
    if (place.status != PLACE_COUNTING || call->now_us >= part.substitution.until_us)
        return fail(SUBSTITUTION_OVER, "substitution %s is over", in->substitution_id);
    TRY(substitution_answer(call->tx, in->order_id, in->substitution_id, in->takes));
    part.answer = in->takes ? ANSWER_YES : ANSWER_NO;
    substitution_part_view(call, &part, out);
    return OK;
}
