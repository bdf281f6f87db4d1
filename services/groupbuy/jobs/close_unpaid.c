#include "groupbuy/jobs/jobs.h"

/* The payload, if any, is why somebody wanted it off and did not come to the end. */
static enum cancel_reason reason_of(struct call *call, const struct job *job)
{
    if (job->payload_bytes == 0)
        return CANCEL_UNPAID;
    return cancel_reason_of(arena_strndup(call->arena, (const char *)job->payload, job->payload_bytes));
}

/* Closed at WeChat first, then cancelled, then everything it held goes back. */
struct status groupbuy_close_unpaid(struct call *call, const struct job *job)
{
    enum close_outcome outcome;

    TRY(order_close(call, job->key, reason_of(call, job), "time-out", &outcome));
    return call->tx ? call_commit(call) : OK;
}
