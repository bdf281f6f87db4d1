#include "coupons/domain/reasons.h"
#include "coupons/rpc/issuing.h"
#include "coupons/rpc/views.h"
#include "coupons/store/code_store.h"

/* The code is held first: of two who have it, one gets the coupon. */
struct status coupons_redeem_code(struct call *call, const Cp__RedeemCodeRequest *in, Cp__Coupon *out)
{
    struct coupon coupon;
    struct coupon_code code;
    bool found;

    TRY(code_lock(call->tx, in->code, &code, &found));
    if (!found)
        return fail(COUPON_CODE_UNKNOWN, "no such code");
    if (*code.coupon_id)
        return fail(COUPON_CODE_USED, "coupon %s", code.coupon_id);
    TRY(coupon_issue(call, code.template_id, call->caller->user_id, CHANNEL_CODE,
                     arena_printf(call->arena, "code:%s", in->code), &coupon));
    TRY(code_use(call->tx, in->code, coupon.id));
    coupon_view(call, &coupon, out);
    return OK;
}
