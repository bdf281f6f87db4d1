#include "base/clock.h"
#include "groupbuy/flow/rounds.h"

#define OPEN_S_MIN 1 /* a round lasts at least so long */

/* Its end is now; the job does what an end does. */
struct status groupbuy_close_round(struct call *call, const Gb__CloseRoundRequest *in, Gb__Round *out)
{
    struct round round;

    TRY(round_own(call, in->round_id, &round));
    if (round.status != ROUND_OPEN)
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    if (call->now_us < round.ends_at_us && call->now_us > round.starts_at_us + OPEN_S_MIN * US_PER_S) {
        round.ends_at_us = call->now_us;
        TRY(round_update(call->tx, &round));
    }
    TRY(round_schedule(call, &round));
    TRY(round_audit(call, &round, "close_round", NULL, NULL, NULL));
    return round_show(call, &round, out);
}
