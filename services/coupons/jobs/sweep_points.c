#include "coupons/flow/points.h"

#define SWEEP_USERS_MAX  100 /* a reading */
#define SWEEP_ROUNDS_MAX 5   /* a run; what is left waits for the next */

static struct status sweep(struct call *call, const char *user_id)
{
    struct points_account account;

    TRY(call_begin(call));
    TRY(points_open(call, user_id, &account));
    TRY(points_close(call, &account));
    return call_commit(call);
}

/* Whose points have vested or run out: nobody needs to look for it to be true. */
struct status coupons_sweep_points(struct call *call, const struct job *job)
{
    const char *const *users;
    size_t count = SWEEP_USERS_MAX;

    (void)job;
    for (int round = 0; round < SWEEP_ROUNDS_MAX && count == SWEEP_USERS_MAX; round++) {
        TRY(call_begin_read(call));
        TRY(lots_due_users(call->tx, call->now_us, SWEEP_USERS_MAX, &users, &count));
        TRY(call_commit(call));
        for (size_t i = 0; i < count; i++)
            TRY(sweep(call, users[i]));
    }
    return OK;
}
