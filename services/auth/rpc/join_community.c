#include "auth/rpc/views.h"

static struct status emit_community_joined(struct call *call, const char *membership_id, const char *community_id)
{
    Au__CommunityJoined event = AU__COMMUNITY_JOINED__INIT;

    event.community_id = community_id;
    event.user_id = call->caller->user_id;
    return emit(call, membership_id, &event.base);
}

struct status auth_join_community(struct call *call, const Au__JoinCommunityRequest *in, Au__Community *out)
{
    struct community community;
    const char *membership_id;
    bool joined_now;

    TRY(community_get(call->tx, in->community_id, call->caller->user_id, &community));
    TRY(community_join(call->tx, in->community_id, call->caller->user_id, call->now_us, &membership_id, &joined_now));
    if (joined_now) {
        TRY(emit_community_joined(call, membership_id, in->community_id));
        TRY(community_get(call->tx, in->community_id, call->caller->user_id, &community));
    }
    community_view(call, &community, out);
    return OK;
}
