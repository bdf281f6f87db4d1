/* Events of groupbuy about who leads where: the role follows them. What a leader may do is judged by groupbuy's own
 * rows. */
#ifndef LINLI_AUTH_EVENTS_LEADERSHIPS_H
#define LINLI_AUTH_EVENTS_LEADERSHIPS_H

#include "events/events.h"
#include "linli/groupbuy/v1/events.pb-c.h"

#define AUTH_EVENTS(X)                                                                                                 \
    X(Gb__LeaderApproved, gb__leader_approved__descriptor, auth_on_leader_approved)                                    \
    X(Gb__LeaderDisabled, gb__leader_disabled__descriptor, auth_on_leader_disabled)

AUTH_EVENTS(EVENT_PROTOTYPE)

/* Gives or takes the role, unless a later event was seen. */
struct leadership {
    const char *user_id;
    const char *community_id;
    const char *decided_by;
    bool leads;
};
struct status leadership_follow(struct call *call, const struct leadership *leadership);

#endif
