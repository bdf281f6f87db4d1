#include <string.h>

#include "groupbuy/flow/minutes.h"

struct status groupbuy_get_leader_minute(struct call *call, const Gb__GetLeaderMinuteRequest *in, Gb__LeaderMinute *out)
{
    struct round round;

    TRY(round_get(call->tx, in->round_id, &round));
    if (strcmp(round.leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "round %s", in->round_id);
    return minute_show(call, &round, out);
}
