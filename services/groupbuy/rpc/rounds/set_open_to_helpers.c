#include "groupbuy/flow/helping.h"

struct status groupbuy_set_open_to_helpers(struct call *call, const Gb__SetOpenToHelpersRequest *in, Gb__Round *out)
{
    static const char *const words[] = { "own", "open to helpers" };
    struct round round;
    bool before;

    TRY(round_own(call, in->round_id, &round));
    TRY(helping_in_time(&round));
    before = round.open_to_helpers;
    if (before != (bool)in->open) {
        TRY(round_set_open_to_helpers(call->tx, &round, in->open));
        TRY(round_audit(call, &round, "set_open_to_helpers", words[before], words[round.open_to_helpers], NULL));
    }
    return round_show(call, &round, out);
}
