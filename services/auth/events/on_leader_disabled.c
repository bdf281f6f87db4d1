#include "auth/events/leaderships.h"

struct status auth_on_leader_disabled(struct call *call, const Gb__LeaderDisabled *event)
{
    return leadership_follow(call, &(struct leadership){ .user_id = event->user_id,
                                                         .community_id = event->community_id,
                                                         .decided_by = event->decided_by,
                                                         .leads = !event->disabled });
}
