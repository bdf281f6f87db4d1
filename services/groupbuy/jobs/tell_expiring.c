#include "groupbuy/flow/tell.h"
#include "groupbuy/jobs/jobs.h"

#define EXPIRING_LEAD_S   300 /* before the end; whose time to pay is less than twice as long hears nothing */
#define EXPIRING_JOBS_MAX 100 /* a run; the next one comes soon */

struct status groupbuy_find_expiring(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(order_add_expiring_jobs(call->tx, EXPIRING_LEAD_S, EXPIRING_JOBS_MAX));
    return call_commit(call);
}

/* Who has ordered and not paid hears so once, shortly before it is called off. */
struct status groupbuy_tell_expiring(struct call *call, const struct job *job)
{
    struct order order;

    TRY(call_begin(call));
    TRY(order_lock(call->tx, job->key, NULL, &order));
    if (order.status == ORDER_PENDING_PAYMENT)
        TRY(tell_order_expiring(call, &order));
    return call_commit(call);
}
