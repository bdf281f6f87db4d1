#include "groupbuy/flow/leading.h"

struct status groupbuy_follow_leader(struct call *call, const Gb__FollowLeaderRequest *in,
                                     Gb__FollowLeaderResponse *out)
{
    struct leader *leaders;
    size_t leaders_count;
    int64_t count;
    bool changed;

    (void)out;
    TRY(leader_list_of(call->tx, in->user_id, &leaders, &leaders_count));
    if (leaders_count == 0)
        return fail(NOT_HERE, "user %s leads nothing", in->user_id);
    TRY(leader_follow(call->tx, in->user_id, call->caller->user_id, &changed));
    TRY(leader_followed_count(call->tx, call->caller->user_id, &count));
    return count <= FOLLOWED_MAX ? OK : fail(TOO_MANY_FOLLOWED, "%ld leaders", (long)count);
}
