#include "notifications/rpc/telling.h"

struct status notifications_on_coupon_expiring(struct call *call, const Cp__CouponExpiring *event)
{
    return tell(call, event->user_id, COUPON_EXPIRING, event->coupon_id,
                TELL_ARGS(event->title, text_time(call->arena, event->expires_at_us)));
}
