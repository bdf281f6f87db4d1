#include "groupbuy/events/neighbours.h"
#include "groupbuy/store/member_store.h"

struct status groupbuy_on_community_joined(struct call *call, const Au__CommunityJoined *event)
{
    return member_save(call->tx, event->community_id, event->user_id, true, call->event->version);
}
