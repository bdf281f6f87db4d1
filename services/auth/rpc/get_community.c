#include "auth/rpc/views.h"

struct status auth_get_community(struct call *call, const Au__GetCommunityRequest *in, Au__Community *out)
{
    struct community community;

    TRY(community_get(call->tx, in->community_id, call->caller->user_id, &community));
    community_view(call, &community, out);
    return OK;
}
