#include "groupbuy/flow/uncollected.h"

struct status groupbuy_remind_pick_up(struct call *call, const struct job *job)
{
    struct order order;

    TRY(call_begin(call));
    TRY(order_lock(call->tx, job->key, NULL, &order));
    TRY(uncollected_remind(call, &order));
    return call_commit(call);
}
