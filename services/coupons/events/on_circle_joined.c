#include "coupons/coupons.h"
#include "db/jobs.h"

/* The welcome pack is a person's, not an account's: who the person is, a job asks auth. */
struct status coupons_on_circle_joined(struct call *call, const Ct__CircleJoined *event)
{
    return job_add(call->tx, WELCOME, arena_printf(call->arena, "%s:%s", event->user_id, event->community_id), 0, NULL, 0);
}
