#include "coupons/domain/coupon.h"

#include "coupons/domain/reasons.h"

enum coupon_state coupon_shown_state(const struct coupon *coupon, int64_t now_us)
{
    if (coupon->state == COUPON_FREE && coupon->expires_us <= now_us)
        return COUPON_EXPIRED;
    return coupon->state;
}

struct status coupon_usable(const struct coupon *coupon, int64_t now_us)
{
    switch (coupon_shown_state(coupon, now_us)) {
    case COUPON_FREE:
        return OK;
    case COUPON_BOUND:
        return fail(COUPON_NOT_USABLE, "coupon %s is bound to another order", coupon->id);
    case COUPON_USED:
        return fail(COUPON_NOT_USABLE, "coupon %s was used", coupon->id);
    case COUPON_EXPIRED:
        return fail(COUPON_NOT_USABLE, "coupon %s has run out", coupon->id);
    }
    return fail(COUPON_NOT_USABLE, "coupon %s", coupon->id);
}

enum lock_state lock_next(enum lock_state state, enum lock_event event)
{
    static const enum lock_state next[][3] = {
        /*                ORDER_CONSUMES, ORDER_RELEASES, ORDER_RETURNS */
        [LOCK_NONE] = { LOCK_NONE, LOCK_RELEASED, LOCK_RELEASED }, /* a tombstone */
        [LOCK_LOCKED] = { LOCK_CONSUMED, LOCK_RELEASED, LOCK_RELEASED },
        [LOCK_CONSUMED] = { LOCK_CONSUMED, LOCK_CONSUMED, LOCK_RETURNED },
        [LOCK_RELEASED] = { LOCK_RELEASED, LOCK_RELEASED, LOCK_RELEASED },
        [LOCK_RETURNED] = { LOCK_RETURNED, LOCK_RETURNED, LOCK_RETURNED },
    };

    return next[state][event];
}

enum coupon_state coupon_state_for(enum lock_state state)
{
    switch (state) {
    case LOCK_LOCKED:
        return COUPON_BOUND;
    case LOCK_CONSUMED:
        return COUPON_USED;
    default:
        return COUPON_FREE;
    }
}
