#include "groupbuy/flow/uncollected.h"

struct status groupbuy_settle_uncollected(struct call *call, const struct job *job)
{
    struct order order;

    TRY(call_begin(call));
    TRY(order_lock(call->tx, job->key, NULL, &order));
    TRY(uncollected_settle(call, &order));
    return call_commit(call);
}
