#include <string.h>

#include "groupbuy/flow/rounds.h"
#include "groupbuy/flow/scope.h"

static struct status may_cancel(struct call *call, const struct round *round)
{
    if (strcmp(round->leader_id, call->caller->user_id) == 0)
        return leading(call, round->community_id, false);
    return ok(overseeing(call, round->community_id)) ? OK : fail(NOT_HERE, "round %s", round->id);
}

struct status groupbuy_cancel_round(struct call *call, const Gb__CancelRoundRequest *in, Gb__Round *out)
{
    struct round round;
    const char *before;

    TRY(round_lock(call->tx, in->round_id, &round));
    TRY(may_cancel(call, &round));
    before = round_status_name(round.status);
    if (!round_may_move(round.status, ROUND_CANCELLED))
        return fail(ROUND_FROZEN, "round %s is %s", round.id, before);
    TRY(round_call_off(call, &round, call->caller->user_id, in->reason));
    TRY(round_audit(call, &round, "cancel_round", before, "CANCELLED", in->reason));
    return round_show(call, &round, out);
}
