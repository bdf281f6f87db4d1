#include <string.h>

#include "groupbuy/flow/round_orders.h"

/* Its buyer's, and the leader's who hands it out. */
struct status groupbuy_get_round_order(struct call *call, const Gb__GetRoundOrderRequest *in, Gb__RoundOrder *out)
{
    struct entry entry;
    struct round round;

    TRY(entry_get(call->tx, in->order_id, &entry));
    TRY(round_get(call->tx, entry.round_id, &round));
    if (strcmp(entry.user_id, call->caller->user_id) != 0 && strcmp(round.leader_id, call->caller->user_id) != 0)
        return fail(NOT_HERE, "order %s", in->order_id);
    return round_order_show(call, &entry, out);
}
