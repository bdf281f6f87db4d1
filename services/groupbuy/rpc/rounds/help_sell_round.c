#include "groupbuy/flow/helping.h"

struct status groupbuy_help_sell_round(struct call *call, const Gb__HelpSellRoundRequest *in, Gb__HelpSell *out)
{
    struct place place;
    struct round round;
    struct help help;

    TRY(place_find(call, in->community_id, in->circle_id, &place));
    TRY(call_begin(call));
    TRY(leading(call, in->community_id, true));
    TRY(round_lock(call->tx, in->round_id, &round));
    TRY(helping_take(call, &round, &place, &help));
    TRY(round_audit(call, &round, "help_sell_round", NULL, in->circle_id, NULL));
    return help_sells_show(call, &round, 1, &out);
}
