#include "notifications/rpc/telling.h"

struct status notifications_on_coupon_issued(struct call *call, const Cp__CouponIssued *event)
{
    return tell(call, event->user_id, COUPON_ISSUED, event->coupon_id, TELL_ARGS(event->title));
}
