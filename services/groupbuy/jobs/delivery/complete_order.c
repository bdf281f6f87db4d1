#include "groupbuy/delivery.h"
#include "groupbuy/flow/fulfilling.h"

/* The after-sale window is over. */
struct status groupbuy_complete_order(struct call *call, const struct job *job)
{
    struct order order;

    TRY(call_begin(call));
    TRY(order_lock(call->tx, job->key, NULL, &order));
    if (order.status == ORDER_FULFILLED && order.after_sales_open == 0 && order.complete_by_us <= call->now_us)
        TRY(order_complete(call, &order, "time"));
    return call_commit(call);
}
