#include "coupons/flow/earning.h"

struct status coupons_on_order_paid(struct call *call, const Gb__OrderPaid *event)
{
    const struct earn earn = {
        .trigger = EARN_ORDER_PAID,
        .user_id = event->user_id,
        .source_id = event->order_id,
        .order_id = event->order_id,
        .amount = event->amount_fen,
    };
    int64_t points;

    return points_earn(call, &earn, &points);
}
