#include "coupons/flow/points.h"

#define REMIND_DAYS       7
#define REMIND_USERS_MAX  200 /* a transaction */
#define REMIND_ROUNDS_MAX 5   /* a run; who is left waits for the next */

static struct status tell(struct call *call, const struct ending *ending)
{
    Cp__PointsExpiring event = CP__POINTS_EXPIRING__INIT;

    event.user_id = ending->user_id;
    event.points = ending->points;
    event.expires_at_us = ending->first_us;
    return emit(call, ending->user_id, &event.base);
}

/* Each lot is spoken of once; what a person loses in the week is one message. */
struct status coupons_remind_points(struct call *call, const struct job *job)
{
    struct ending *endings;
    size_t count = REMIND_USERS_MAX;

    (void)job;
    for (int round = 0; round < REMIND_ROUNDS_MAX && count == REMIND_USERS_MAX; round++) {
        TRY(call_begin(call));
        TRY(lots_remind(call->tx, call->arena, call->now_us, call->now_us + REMIND_DAYS * POINTS_DAY_US,
                        REMIND_USERS_MAX, &endings, &count));
        for (size_t i = 0; i < count; i++)
            TRY(tell(call, &endings[i]));
        TRY(call_commit(call));
    }
    return OK;
}
