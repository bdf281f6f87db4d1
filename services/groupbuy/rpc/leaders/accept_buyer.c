#include "groupbuy/flow/leading.h"

struct status groupbuy_accept_buyer(struct call *call, const Gb__AcceptBuyerRequest *in, Gb__AcceptBuyerResponse *out)
{
    (void)out;
    return buyer_accept(call->tx, call->caller->user_id, in->user_id);
}
