#include "groupbuy/flow/after_sales.h"

static const char late[] = "nobody acted in time";

/* Never against the buyer: an undecided one goes to operators, what was sent back is refunded. When the order has less
 * left by now operators look at it. */
static struct status go_on(struct call *call, struct order *order, struct after_sale *sale)
{
    enum after_sale_status to = after_sale_when_late(sale->status, sale->kind);

    if (to == AFTER_SALE_REFUNDING)
        return after_sale_refund(call, order, sale, JOB_AFTER_SALE_LATE, late);
    return to == AFTER_SALE_NONE ? OK : after_sale_move(call, order, sale, to, JOB_AFTER_SALE_LATE, late);
}

static struct status reach(struct call *call, const char *id, struct order *ret_order, struct after_sale *ret_sale)
{
    TRY(call_begin(call));
    TRY(after_sale_get(call->tx, id, ret_sale));
    TRY(order_lock(call->tx, ret_sale->order_id, NULL, ret_order));
    return after_sale_lock(call->tx, id, ret_sale);
}

struct status groupbuy_after_sale_late(struct call *call, const struct job *job)
{
    struct after_sale sale;
    struct order order;
    struct status gone;

    TRY(reach(call, job->key, &order, &sale));
    if (!sale.deadline_us || sale.deadline_us > call->now_us)
        return OK;
    gone = go_on(call, &order, &sale);
    if (!failed_with(gone, AFTER_SALE_NOTHING_LEFT)) {
        TRY(gone);
        return call_commit(call);
    }
    call_rollback(call);
    TRY(reach(call, job->key, &order, &sale));
    TRY(after_sale_move(call, &order, &sale, AFTER_SALE_ESCALATED, JOB_AFTER_SALE_LATE, "less is left of the order"));
    return call_commit(call);
}
