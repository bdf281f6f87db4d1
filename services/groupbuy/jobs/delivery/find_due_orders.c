#include "groupbuy/delivery.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

#define DUE_ORDERS_MAX 1000 /* a run; the next one comes in seconds */

/* The order itself is the timer: those whose time has come get a job each. An open after-sale stops the clock. */
struct status groupbuy_find_due_orders(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(order_add_due_jobs(call->tx, DUE_ORDERS_MAX));
    return call_commit(call);
}
