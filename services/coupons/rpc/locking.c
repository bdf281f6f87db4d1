#include "coupons/rpc/locking.h"

#include "coupons/service.h"
#include "coupons/store/plan_store.h"

struct status basket_of(struct call *call, const char *user_id, const char *campaign_id, Cp__CouponLine *const *lines,
                        size_t count, struct coupon_basket *ret_basket)
{
    struct order_line *copied = arena_array(call->arena, struct order_line, count);

    for (size_t i = 0; i < count; i++)
        copied[i] = (struct order_line){ lines[i]->product_id, lines[i]->amount_fen };
    *ret_basket = (struct coupon_basket){ .campaign_id = campaign_id, .lines = copied, .count = count };
    return person_is_newcomer(call->tx, user_id, &ret_basket->newcomer);
}

void offer_view(struct call *call, const struct coupon *coupon, const struct coupon_fit *offer, Cp__CouponOffer *out)
{
    out->coupon_id = coupon->id;
    out->title = coupon->template->title;
    out->discount_fen = offer->discount;
    out->n_eligible_lines = offer->eligible_count;
    out->eligible_lines = arena_array(call->arena, int32_t, offer->eligible_count);
    for (size_t i = 0; i < offer->eligible_count; i++)
        out->eligible_lines[i] = (int32_t)offer->eligible[i];
}

static struct status emit_move(struct call *call, const struct coupon *coupon, const char *order_id, const struct lock *lock)
{
    Cp__CouponConsumed consumed = CP__COUPON_CONSUMED__INIT;
    Cp__CouponReleased released = CP__COUPON_RELEASED__INIT;
    Cp__CouponReturned returned = CP__COUPON_RETURNED__INIT;

    consumed.coupon_id = released.coupon_id = returned.coupon_id = coupon->id;
    consumed.user_id = released.user_id = returned.user_id = coupon->user_id;
    consumed.order_id = released.order_id = returned.order_id = order_id;
    consumed.discount_fen = lock->offer.discount;
    switch (lock->state) {
    case LOCK_CONSUMED:
        return emit(call, coupon->id, &consumed.base);
    case LOCK_RETURNED:
        return emit(call, coupon->id, &returned.base);
    default:
        return emit(call, coupon->id, &released.base);
    }
}

/* Who paid with it and was refunded is not to blame that its time is over. */
static struct status give_grace(struct call *call, const struct coupon *coupon)
{
    int64_t grace_us = coupons_of(call)->grace_days * INT64_C(86400000000);

    return grace_us && coupon->expires_us <= call->now_us ? coupon_extend(call->tx, coupon->id, call->now_us + grace_us) : OK;
}

struct status lock_apply(struct call *call, const char *coupon_id, const char *user_id, const char *order_id,
                         enum lock_event event, enum lock_state *ret_state)
{
    struct coupon coupon;
    struct lock lock;

    TRY(coupon_lock(call->tx, call->arena, coupon_id, user_id, &coupon));
    TRY(lock_get(call->tx, coupon_id, order_id, &lock));
    enum lock_state before = lock.state;
    *ret_state = lock.state = lock_next(before, event);
    if (lock.state == before)
        return OK;

    TRY(lock_save(call->tx, coupon_id, order_id, &lock, call->now_us));
    if (before == LOCK_NONE)
        return OK; /* a tombstone: the coupon was never bound */
    enum coupon_state state = coupon_state_for(lock.state);
    TRY(coupon_move(call->tx, coupon_id, state, state == COUPON_FREE ? "" : order_id));
    if (lock.state == LOCK_RETURNED)
        TRY(give_grace(call, &coupon));
    return emit_move(call, &coupon, order_id, &lock);
}
