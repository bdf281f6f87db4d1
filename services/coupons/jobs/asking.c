#include "coupons/jobs/asking.h"

#include "linli/groupbuy/v1/internal.pb-c.h"

/* False while the order may still be paid. */
static bool event_of(const Gb__OrderStanding *standing, enum lock_event *ret_event)
{
    *ret_event = ORDER_RELEASES;
    if (!standing->found)
        return true;
    switch (standing->status) {
    case GB__ORDER_STATUS__PENDING_PAYMENT:
        return false;
    case GB__ORDER_STATUS__CANCELLED:
        return true;
    case GB__ORDER_STATUS__REFUNDED:
        *ret_event = ORDER_RETURNS;
        return true;
    default:
        *ret_event = ORDER_CONSUMES;
        return true;
    }
}

struct status ask_standing(struct call *call, const char *order_id, enum lock_event *ret_event)
{
    Gb__GetOrderStandingRequest request = GB__GET_ORDER_STANDING_REQUEST__INIT;
    Gb__OrderStanding *standing;
    enum lock_event event;

    request.order_id = order_id;
    TRY(call_rpc(call, "linli.groupbuy.v1.Internal.GetOrderStanding", &request.base, &gb__order_standing__descriptor,
                 &standing));
    if (!event_of(standing, &event))
        return fail(NOT_AVAILABLE, "order %s may still be paid", order_id);
    *ret_event = event;
    return OK;
}
