#include "groupbuy/flow/views.h"

/* For coupons, before it frees a lock. */
struct status groupbuy_get_order_standing(struct call *call, const Gb__GetOrderStandingRequest *in,
                                          Gb__OrderStanding *out)
{
    struct order order;
    struct status found = order_get(call->tx, in->order_id, NULL, &order);

    if (failed_with(found, NOT_HERE))
        return OK;
    TRY(found);
    out->found = true;
    out->status = (Gb__OrderStatus)order.status;
    out->user_id = order.user_id;
    out->coupon_id = order.coupon_id;
    return OK;
}
