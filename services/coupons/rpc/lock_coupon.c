#include "base/clock.h"
#include "coupons/rpc/locking.h"
#include "db/jobs.h"

static struct status emit_locked(struct call *call, const struct coupon *coupon, const char *order_id, fen discount)
{
    Cp__CouponLocked event = CP__COUPON_LOCKED__INIT;

    event.coupon_id = coupon->id;
    event.user_id = coupon->user_id;
    event.order_id = order_id;
    event.discount_fen = discount;
    return emit(call, coupon->id, &event.base);
}

static struct status bind(struct call *call, const Cp__LockCouponRequest *in, const struct coupon *coupon, struct lock *lock)
{
    struct coupon_basket basket;

    TRY(coupon_usable(coupon, call->now_us));
    TRY(basket_of(call, in->user_id, in->campaign_id, in->lines, in->n_lines, &basket));
    TRY(template_offer(coupon->template, &basket, &lock->offer));
    lock->state = LOCK_LOCKED;
    TRY(lock_save(call->tx, coupon->id, in->order_id, lock, call->now_us));
    TRY(coupon_move(call->tx, coupon->id, COUPON_BOUND, in->order_id));
    TRY(job_add(call->tx, CHECK_LOCK, arena_printf(call->arena, "%s:%s:%s", coupon->id, coupon->user_id, in->order_id),
                call->now_us + CHECK_LOCK_AFTER_S * US_PER_S, NULL, 0));
    return emit_locked(call, coupon, in->order_id, lock->offer.discount);
}

/* The offer is kept with the lock, so that repeating the call gives the same figures; a lock that was given back before it
 * came stays given back. */
struct status coupons_lock_coupon(struct call *call, const Cp__LockCouponRequest *in, Cp__CouponOffer *out)
{
    struct coupon coupon;
    struct lock lock;

    TRY(coupon_lock(call->tx, call->arena, in->coupon_id, in->user_id, &coupon));
    TRY(lock_get(call->tx, in->coupon_id, in->order_id, &lock));
    if (lock.state == LOCK_RELEASED || lock.state == LOCK_RETURNED)
        return fail(COUPON_NOT_USABLE, "order %s gave coupon %s back", in->order_id, in->coupon_id);
    if (lock.state == LOCK_NONE)
        TRY(bind(call, in, &coupon, &lock));

    offer_view(call, &coupon, &lock.offer, out);
    return OK;
}
