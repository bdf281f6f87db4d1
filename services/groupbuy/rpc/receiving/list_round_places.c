#include <string.h>

#include "groupbuy/flow/receiving.h"

static struct status may_see(struct call *call, const struct round *round)
{
    if (strcmp(round->leader_id, call->caller->user_id) == 0)
        return leading(call, round->community_id, false);
    return ok(overseeing(call, round->community_id)) ? OK : fail(NOT_HERE, "round %s", round->id);
}

struct status groupbuy_list_round_places(struct call *call, const Gb__ListRoundPlacesRequest *in,
                                         Gb__ListRoundPlacesResponse *out)
{
    struct place_row *places;
    struct round round;

    TRY(round_get(call->tx, in->round_id, &round));
    TRY(may_see(call, &round));
    TRY(place_list(call->tx, round.id, &places, &out->n_places));
    out->places = MESSAGES(call, Gb__RoundPlace, gb__round_place, out->n_places);
    for (size_t i = 0; i < out->n_places; i++)
        place_view(&places[i], out->places[i]);
    return OK;
}
