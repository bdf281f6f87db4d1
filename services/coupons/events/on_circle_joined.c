#include "coupons/flow/earning.h"
#include "coupons/store/plan_store.h"
#include "db/jobs.h"

/* The event's aggregate is the membership: it earns once, however often somebody leaves and comes back. */
static struct status earn_points(struct call *call, const Ct__CircleJoined *event)
{
    const struct earn earn = {
        .trigger = EARN_CIRCLE_JOINED, .user_id = event->user_id, .source_id = call->event->aggregate_id, .order_id = ""
    };
    int64_t points;

    return points_earn(call, &earn, &points);
}

/* The welcome pack is a person's, not an account's: who the person is, a job asks auth. */
struct status coupons_on_circle_joined(struct call *call, const Ct__CircleJoined *event)
{
    TRY(person_note(call->tx, event->user_id, event->community_id));
    if (event->first_time)
        TRY(earn_points(call, event));
    return job_add(call->tx, WELCOME, arena_printf(call->arena, "%s:%s", event->user_id, event->community_id), 0, NULL,
                   0);
}
