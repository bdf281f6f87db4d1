#include "coupons/flow/earning.h"
#include "coupons/store/plan_store.h"

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

    TRY(person_paid(call->tx, event->user_id, event->paid_at_us ? event->paid_at_us : call->now_us));
    return points_earn(call, &earn, &points);
}
