#include "coupons/rpc/views.h"
#include "coupons/store/coupon_store.h"

struct status coupons_get_coupon(struct call *call, const Cp__GetCouponRequest *in, Cp__Coupon *out)
{
    struct coupon coupon;

    TRY(coupon_get(call->tx, call->arena, in->coupon_id, call->caller->user_id, &coupon));
    coupon_view(call, &coupon, out);
    return OK;
}
