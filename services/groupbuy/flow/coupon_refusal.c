#include "groupbuy/flow/coupons.h"

bool refused_in_passing(struct status status)
{
    return status.code == CODE_ABORTED || status.code == CODE_UNAVAILABLE || status.code == CODE_DEADLINE_EXCEEDED ||
           status.code == CODE_INTERNAL;
}

struct status coupon_after_refusal(struct call *call, const char *coupon_id, struct status refused)
{
    if (!*coupon_id || refused_in_passing(refused))
        return refused;
    call_rollback(call);
    TRY(coupon_let_go(call, call->operation_id, coupon_id));
    return refused;
}
