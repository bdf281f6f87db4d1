#include "groupbuy/delivery.h"
#include "groupbuy/flow/fulfilling.h"

/* Nobody said otherwise in time. */
struct status groupbuy_confirm_receipt_by_itself(struct call *call, const struct job *job)
{
    struct order order;

    TRY(call_begin(call));
    TRY(order_lock(call->tx, job->key, NULL, &order));
    if (order.status == ORDER_SHIPPED && order.after_sales_open == 0 && order.confirm_by_us <= call->now_us)
        TRY(order_receive(call, &order, "time"));
    return call_commit(call);
}
