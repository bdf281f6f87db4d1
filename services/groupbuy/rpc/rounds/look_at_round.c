#include "groupbuy/flow/round_news.h"

/* Who looks at what is over is not remembered. */
struct status groupbuy_look_at_round(struct call *call, const Gb__LookAtRoundRequest *in, Gb__LookAtRoundResponse *out)
{
    struct round round;

    (void)out;
    TRY(round_get(call->tx, in->round_id, &round));
    if (round.status == ROUND_DRAFT)
        return fail(NOT_HERE, "round %s", in->round_id);
    if (round.status != ROUND_SCHEDULED && round.status != ROUND_OPEN)
        return OK;
    return looker_add(call->tx, round.id, call->caller->user_id);
}
