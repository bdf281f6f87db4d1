#include "groupbuy/flow/rounds.h"

struct status groupbuy_add_round_stock(struct call *call, const Gb__AddRoundStockRequest *in, Gb__Round *out)
{
    struct round round;

    TRY(round_own(call, in->round_id, &round));
    if (round.status != ROUND_SCHEDULED && round.status != ROUND_OPEN)
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    TRY(round_add_stock(call->tx, round.id, in->item_id, in->units));
    TRY(round_audit(call, &round, "add_round_stock", in->item_id, arena_printf(call->arena, "+%ld", (long)in->units),
                    NULL));
    return round_show(call, &round, out);
}
