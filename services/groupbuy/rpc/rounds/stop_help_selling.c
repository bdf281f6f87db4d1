#include "groupbuy/flow/helping.h"

/* Of whom does not lead any more, too: it is taken from her, not given. */
struct status groupbuy_stop_help_selling(struct call *call, const Gb__StopHelpSellingRequest *in,
                                         Gb__StopHelpSellingResponse *out)
{
    struct round round;
    struct help help;

    (void)out;
    TRY(round_lock(call->tx, in->round_id, &round));
    TRY(helping_end(call, round.id, call->caller->user_id, HELP_STOPPED, &help));
    return round_audit(call, &round, "stop_help_selling", NULL, call->caller->user_id, NULL);
}
