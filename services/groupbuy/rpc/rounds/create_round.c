#include "groupbuy/flow/groups.h"
#include "groupbuy/flow/rounds.h"
#include "groupbuy/flow/scope.h"

/* A draft: nobody sees it but its leader. */
struct status groupbuy_create_round(struct call *call, const Gb__CreateRoundRequest *in, Gb__Round *out)
{
    struct round_plan plan;
    const char *level_name;
    struct place place;

    TRY(place_find(call, in->community_id, in->circle_id, &place));
    TRY(level_name_find(call, in->min_level, "minLevel", &level_name));
    TRY(call_begin(call));
    TRY(leading(call, in->community_id, true));
    TRY(round_plan_make(call, in, id_make(call->arena), level_name, &plan));
    TRY(round_plan_insert(call, &plan));
    TRY(round_audit(call, &plan.round, "create_round", NULL, plan.round.title, NULL));
    return round_show(call, &plan.round, out);
}
