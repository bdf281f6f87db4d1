#include "groupbuy/flow/receiving.h"

struct status groupbuy_get_receiving(struct call *call, const Gb__GetReceivingRequest *in, Gb__PlaceReceiving *out)
{
    struct place_row place;
    struct round round;

    TRY(receiving_own(call, in->round_id, in->place_id, false, &round, &place));
    return receiving_show(call, &place, out);
}
