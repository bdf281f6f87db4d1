#include "base/crash_point.h"
#include "coupons/jobs/asking.h"
#include "coupons/rpc/locking.h"

/* The job's key: coupon:user:order. */
struct place {
    const char *coupon_id, *user_id, *order_id;
};

static struct place place_of(struct call *call, const struct job *job)
{
    const char *key = job->key;

    return (struct place){
        .coupon_id = arena_strndup(call->arena, key, ID_CHARS),
        .user_id = arena_strndup(call->arena, key + ID_CHARS + 1, ID_CHARS),
        .order_id = arena_strdup(call->arena, key + 2 * (ID_CHARS + 1)),
    };
}

/* A lock is never given back by its age alone: groupbuy says what became of the order. */
struct status coupons_check_lock(struct call *call, const struct job *job)
{
    struct place place = place_of(call, job);
    enum lock_event event;
    enum lock_state state;
    struct lock lock;

    TRY(call_begin_read(call));
    TRY(lock_get(call->tx, place.coupon_id, place.order_id, &lock));
    TRY(call_commit(call));
    if (lock.state != LOCK_LOCKED)
        return OK;

    TRY(ask_standing(call, place.order_id, &event));
    CRASH_POINT(coupon, owner_asked);
    TRY(call_begin(call));
    TRY(lock_apply(call, place.coupon_id, place.user_id, place.order_id, event, &state));
    return call_commit(call);
}
