#include "groupbuy/flow/helping.h"

struct status groupbuy_offer_round(struct call *call, const Gb__OfferRoundRequest *in, Gb__RoundHelper *out)
{
    struct round round;
    struct help help;

    TRY(round_own(call, in->round_id, &round));
    TRY(helping_offer(call, &round, in->leader_id, &help));
    TRY(round_audit(call, &round, "offer_round", NULL, in->leader_id, NULL));
    helper_view(call, &help, out);
    return OK;
}
