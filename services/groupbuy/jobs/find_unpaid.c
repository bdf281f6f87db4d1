#include "groupbuy/jobs/jobs.h"

#define UNPAID_ORDERS_MAX 1000 /* a run; the next one comes in a second */

/* The order itself is the timer: placing costs no row more. Those whose time is over get a job each. */
struct status groupbuy_find_unpaid(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(order_add_close_jobs(call->tx, UNPAID_ORDERS_MAX));
    return call_commit(call);
}
