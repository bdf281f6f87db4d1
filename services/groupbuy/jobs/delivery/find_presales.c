#include "groupbuy/flow/shipping.h"

#define ORDERS_AT_ONCE 100

static struct status find_some(struct call *call, const char *round_id, size_t *ret_found)
{
    TRY(call_begin(call));
    TRY(shipping_round_comes_later(call, round_id, ORDERS_AT_ONCE, ret_found));
    return call_commit(call);
}

/* Its goods come later than they were to when its orders were paid. */
struct status groupbuy_find_presales(struct call *call, const struct job *job)
{
    size_t found;

    do
        TRY(find_some(call, job->key, &found));
    while (found == ORDERS_AT_ONCE);
    return OK;
}
