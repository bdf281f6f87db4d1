#include "coupons/rpc/locking.h"

struct status coupons_return_coupon(struct call *call, const Cp__ReturnCouponRequest *in, Cp__CouponLock *out)
{
    enum lock_state state;

    TRY(lock_apply(call, in->coupon_id, in->user_id, in->order_id, ORDER_RETURNS, &state));
    out->coupon_id = in->coupon_id;
    out->order_id = in->order_id;
    out->state = (Cp__CouponLockState)state;
    return OK;
}
