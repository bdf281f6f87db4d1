#include "groupbuy/flow/round_news.h"

struct status groupbuy_lower_round_minimum(struct call *call, const Gb__LowerRoundMinimumRequest *in, Gb__Round *out)
{
    struct round round;
    fen before;

    TRY(round_own(call, in->round_id, &round));
    if (round.status != ROUND_SCHEDULED && round.status != ROUND_OPEN)
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    if (in->minimum_fen >= round.minimum)
        return fail_field("minimumFen", "must be below what it was");
    before = round.minimum;
    round.minimum = in->minimum_fen;
    TRY(round_update(call->tx, &round));
    TRY(round_news_lowered(call, &round));
    TRY(round_audit(call, &round, "lower_round_minimum", arena_printf(call->arena, "%ld", (long)before),
                    arena_printf(call->arena, "%ld", (long)round.minimum), NULL));
    return round_show(call, &round, out);
}
