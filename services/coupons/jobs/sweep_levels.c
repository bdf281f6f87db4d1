#include "coupons/flow/growth.h"

#define SWEEP_USERS_MAX  100 /* a reading */
#define SWEEP_ROUNDS_MAX 20  /* a run; who is left waits for the next */

static struct status follow(struct call *call, const char *user_id)
{
    TRY(call_begin(call));
    TRY(growth_follow(call, user_id));
    return call_commit(call);
}

/* Whose year is over, and everybody when the levels are others: nobody needs to do anything for it. One person a
 * transaction: what is interrupted goes on with who is left. */
struct status coupons_sweep_levels(struct call *call, const struct job *job)
{
    const char *const *users;
    size_t count = SWEEP_USERS_MAX;

    (void)job;
    for (int round = 0; round < SWEEP_ROUNDS_MAX && count == SWEEP_USERS_MAX; round++) {
        TRY(call_begin_read(call));
        TRY(members_due(call->tx, call->now_us, SWEEP_USERS_MAX, &users, &count));
        TRY(call_commit(call));
        for (size_t i = 0; i < count; i++)
            TRY(follow(call, users[i]));
    }
    return OK;
}
