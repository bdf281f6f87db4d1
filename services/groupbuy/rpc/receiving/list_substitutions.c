#include "groupbuy/flow/substituting.h"

struct status groupbuy_list_substitutions(struct call *call, const Gb__ListSubstitutionsRequest *in,
                                          Gb__ListSubstitutionsResponse *out)
{
    struct substitution *list;
    struct place_row place;
    struct round round;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    TRY(substitution_list(call->tx, round.id, place.place_id, &list, &out->n_substitutions));
    out->substitutions = MESSAGES(call, Gb__Substitution, gb__substitution, out->n_substitutions);
    for (size_t i = 0; i < out->n_substitutions; i++)
        substitution_view(call, &list[i], out->substitutions[i]);
    return OK;
}
