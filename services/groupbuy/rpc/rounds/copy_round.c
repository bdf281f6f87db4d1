#include "groupbuy/flow/rounds.h"

struct status groupbuy_copy_round(struct call *call, const Gb__CopyRoundRequest *in, Gb__Round *out)
{
    struct round_plan plan;
    struct round from;

    TRY(round_own(call, in->round_id, &from));
    TRY(leading(call, from.community_id, true));
    TRY(round_plan_copy(call, &from, in, &plan));
    TRY(round_plan_insert(call, &plan));
    TRY(round_audit(call, &plan.round, "copy_round", from.id, plan.round.title, NULL));
    return round_show(call, &plan.round, out);
}
