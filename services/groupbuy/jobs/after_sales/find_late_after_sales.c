#include "groupbuy/after_sales.h"
#include "groupbuy/store/after_sale_store.h"

#define LATE_MAX 1000 /* a run; the next one comes in seconds */

/* The after-sale itself is the timer: those whose deadline is over get a job each. */
struct status groupbuy_find_late_after_sales(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(after_sale_add_late_jobs(call->tx, LATE_MAX));
    return call_commit(call);
}
