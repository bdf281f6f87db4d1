#include "groupbuy/flow/receiving.h"

struct status groupbuy_list_round_places(struct call *call, const Gb__ListRoundPlacesRequest *in,
                                         Gb__ListRoundPlacesResponse *out)
{
    struct place_row *places;
    struct round round;

    TRY(receiving_see(call, in->round_id, &round));
    TRY(place_list(call->tx, round.id, &places, &out->n_places));
    out->places = MESSAGES(call, Gb__RoundPlace, gb__round_place, out->n_places);
    for (size_t i = 0; i < out->n_places; i++)
        place_view(&places[i], out->places[i]);
    return OK;
}
