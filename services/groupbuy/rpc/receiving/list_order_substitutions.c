#include "groupbuy/flow/substituting.h"

struct status groupbuy_list_order_substitutions(struct call *call, const Gb__ListOrderSubstitutionsRequest *in,
                                                Gb__ListOrderSubstitutionsResponse *out)
{
    struct substitution_part *parts;
    struct order order;

    TRY(order_get(call->tx, in->order_id, call->caller->user_id, &order));
    TRY(substitution_of_order(call->tx, order.id, &parts, &out->n_substitutions));
    out->substitutions = MESSAGES(call, Gb__OrderSubstitution, gb__order_substitution, out->n_substitutions);
    for (size_t i = 0; i < out->n_substitutions; i++)
        substitution_part_view(call, &parts[i], out->substitutions[i]);
    return OK;
}
