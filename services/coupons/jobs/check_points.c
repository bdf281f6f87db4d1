#include "coupons/flow/points_locking.h"
#include "coupons/jobs/asking.h"

static struct status settle(struct call *call, const char *user_id, const char *order_id, enum lock_event event)
{
    struct points_lock lock;

    if (event == ORDER_RETURNS) /* whole: no refund has another's id, and this one is the order's own */
        return points_lock_return(call, user_id, order_id, order_id, 0, &lock);
    return points_lock_move(call, user_id, order_id, event, &lock);
}

/* The job's key: user:order. */
struct status coupons_check_points(struct call *call, const struct job *job)
{
    const char *user_id = arena_strndup(call->arena, job->key, ID_CHARS);
    const char *order_id = arena_strdup(call->arena, job->key + ID_CHARS + 1);
    struct points_lock lock;
    enum lock_event event;

    TRY(call_begin_read(call));
    TRY(points_lock_get(call->tx, order_id, &lock));
    TRY(call_commit(call));
    if (lock.state != LOCK_LOCKED)
        return OK;
    TRY(ask_standing(call, order_id, &event));
    TRY(call_begin(call));
    TRY(settle(call, user_id, order_id, event));
    return call_commit(call);
}
