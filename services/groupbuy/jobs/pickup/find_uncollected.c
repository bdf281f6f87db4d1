#include "groupbuy/pickup.h"
#include "groupbuy/store/uncollected_store.h"

#define UNCOLLECTED_MAX 1000 /* a run; the next one comes in seconds */

/* The parcel itself is the timer: those whose time has come get a job each. */
struct status groupbuy_find_uncollected(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(uncollected_add_jobs(call->tx, UNCOLLECTED_MAX));
    return call_commit(call);
}
