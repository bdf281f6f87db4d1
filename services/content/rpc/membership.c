#include "content/rpc/membership.h"

#include "content/store/circle_store.h"

struct status circle_enter(struct call *call, struct circle *circle, enum circle_role role)
{
    const char *membership_id;
    bool first_time;
    Ct__CircleJoined event = CT__CIRCLE_JOINED__INIT;

    TRY(membership_save(call->tx, circle, call->caller->user_id, role, call->now_us, &membership_id, &first_time));
    circle->caller_role = role;
    circle->member_count++;

    event.circle_id = circle->id;
    event.community_id = circle->community_id;
    event.user_id = call->caller->user_id;
    event.circle_name = circle->name;
    event.welcome = circle->welcome;
    event.first_time = first_time;
    return emit(call, membership_id, &event.base);
}

struct status circle_quit(struct call *call, struct circle *circle)
{
    const char *membership_id;
    bool first_time;
    Ct__CircleLeft event = CT__CIRCLE_LEFT__INIT;

    TRY(membership_save(call->tx, circle, call->caller->user_id, NOT_IN, call->now_us, &membership_id, &first_time));
    circle->caller_role = NOT_IN;
    circle->member_count--;

    event.circle_id = circle->id;
    event.community_id = circle->community_id;
    event.user_id = call->caller->user_id;
    return emit(call, membership_id, &event.base);
}
