#include "groupbuy/jobs/jobs.h"

/* Closed at WeChat first, then cancelled, then everything it held goes back. */
struct status groupbuy_close_unpaid(struct call *call, const struct job *job)
{
    enum close_outcome outcome;

    TRY(order_close(call, job->key, CANCEL_UNPAID, "time-out", &outcome));
    return call->tx ? call_commit(call) : OK;
}
