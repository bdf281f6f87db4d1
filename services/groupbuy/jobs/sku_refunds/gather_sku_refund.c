#include "groupbuy/flow/sku_refunds.h"

#define LINES_MAX 5000 /* of all orders, looked at in a transaction */

static struct status gather_some(struct call *call, const char *id, int64_t *ret_looked)
{
    struct sku_refund refund;

    *ret_looked = 0;
    TRY(sku_refund_lock(call->tx, id, &refund));
    return refund.state == SKU_REFUND_GATHERING ? sku_refund_gather(call->tx, &refund, LINES_MAX, ret_looked) : OK;
}

/* Some thousand lines after the other; after a crash it goes on behind the last ones that were committed. */
struct status groupbuy_gather_sku_refund(struct call *call, const struct job *job)
{
    int64_t looked;

    do {
        TRY(call_begin(call));
        TRY(gather_some(call, job->key, &looked));
        TRY(call_commit(call));
    } while (looked > 0);
    return OK;
}
