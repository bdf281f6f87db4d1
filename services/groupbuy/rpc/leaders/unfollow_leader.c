#include "groupbuy/flow/leading.h"

struct status groupbuy_unfollow_leader(struct call *call, const Gb__UnfollowLeaderRequest *in,
                                       Gb__UnfollowLeaderResponse *out)
{
    (void)out;
    return leader_unfollow(call->tx, in->user_id, call->caller->user_id);
}
