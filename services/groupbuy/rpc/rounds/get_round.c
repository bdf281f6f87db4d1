#include <string.h>

#include "groupbuy/flow/rounds.h"

struct status groupbuy_get_round(struct call *call, const Gb__GetRoundRequest *in, Gb__Round *out)
{
    struct round round;

    TRY(round_get(call->tx, in->round_id, &round));
    if (round.status == ROUND_DRAFT && strcmp(round.leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", in->round_id);
    return round_show(call, &round, out);
}
