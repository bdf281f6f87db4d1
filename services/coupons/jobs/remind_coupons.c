#include "coupons/coupons.h"
#include "coupons/store/coupon_store.h"

#define NEAR_US           (INT64_C(3) * 86400000000)
#define REMIND_ROWS_MAX   200 /* a transaction */
#define REMIND_ROUNDS_MAX 2   /* a run; what is left waits for the next */

static struct status tell(struct call *call, enum coupon_end end, const struct coupon *coupon)
{
    Cp__CouponExpiring near = CP__COUPON_EXPIRING__INIT;
    Cp__CouponExpired over = CP__COUPON_EXPIRED__INIT;

    near.coupon_id = over.coupon_id = coupon->id;
    near.user_id = over.user_id = coupon->user_id;
    near.template_id = over.template_id = coupon->template->id;
    near.title = coupon->template->title;
    near.expires_at_us = coupon->expires_us;
    return emit(call, coupon->id, end == END_NEAR ? &near.base : &over.base);
}

static struct status tell_all(struct call *call, enum coupon_end end, int64_t before_end_us)
{
    struct coupon *coupons;
    size_t count = REMIND_ROWS_MAX;

    for (int round = 0; round < REMIND_ROUNDS_MAX && count == REMIND_ROWS_MAX; round++) {
        TRY(call_begin(call));
        TRY(coupons_tell(call->tx, call->arena, end, call->now_us + before_end_us, REMIND_ROWS_MAX, &coupons, &count));
        for (size_t i = 0; i < count; i++)
            TRY(tell(call, end, &coupons[i]));
        TRY(call_commit(call));
    }
    return OK;
}

/* What is over already is not said to be near. */
struct status coupons_remind_coupons(struct call *call, const struct job *job)
{
    (void)job;
    TRY(tell_all(call, END_OVER, 0));
    return tell_all(call, END_NEAR, NEAR_US);
}
