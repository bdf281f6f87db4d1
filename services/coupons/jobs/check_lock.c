#include "coupons/rpc/locking.h"
#include "linli/groupbuy/v1/internal.pb-c.h"

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

/* What the order's state means for its coupon; false while the order may still be paid. */
static bool event_of(const Gb__OrderStanding *standing, enum lock_event *ret_event)
{
    if (!standing->found) {
        *ret_event = ORDER_RELEASES;
        return true;
    }
    switch (standing->status) {
    case GB__ORDER_STATUS__PENDING_PAYMENT:
        return false;
    case GB__ORDER_STATUS__CANCELLED:
        *ret_event = ORDER_RELEASES;
        return true;
    case GB__ORDER_STATUS__REFUNDED:
        *ret_event = ORDER_RETURNS;
        return true;
    default:
        *ret_event = ORDER_CONSUMES;
        return true;
    }
}

/* A lock is never given back by its age alone: groupbuy says what became of the order. */
struct status coupons_check_lock(struct call *call, const struct job *job)
{
    struct place place = place_of(call, job);
    Gb__GetOrderStandingRequest request = GB__GET_ORDER_STANDING_REQUEST__INIT;
    Gb__OrderStanding *standing;
    enum lock_event event;
    enum lock_state state;
    struct lock lock;

    TRY(call_begin_read(call));
    TRY(lock_get(call->tx, place.coupon_id, place.order_id, &lock));
    TRY(call_commit(call));
    if (lock.state != LOCK_LOCKED)
        return OK;

    request.order_id = place.order_id;
    TRY(call_rpc(call, "linli.groupbuy.v1.Internal.GetOrderStanding", &request.base, &gb__order_standing__descriptor, &standing));
    if (!event_of(standing, &event))
        return fail(NOT_AVAILABLE, "order %s may still be paid", place.order_id);
    TRY(call_begin(call));
    TRY(lock_apply(call, place.coupon_id, place.user_id, place.order_id, event, &state));
    return call_commit(call);
}
