#include "groupbuy/flow/helping.h"

struct status groupbuy_withdraw_round_offer(struct call *call, const Gb__WithdrawRoundOfferRequest *in,
                                            Gb__RoundHelper *out)
{
    struct round round;
    struct help help;

    TRY(round_own(call, in->round_id, &round));
    TRY(helping_end(call, round.id, in->leader_id, HELP_WITHDRAWN, &help));
    TRY(round_audit(call, &round, "withdraw_round_offer", in->leader_id, NULL, NULL));
    helper_view(call, &help, out);
    return OK;
}
