#include <stdlib.h>
#include <string.h>

#include "base/crash_point.h"
#include "groupbuy/jobs/jobs.h"

/* Keys are <order>:<look>. */
static struct status read_key(struct call *call, const struct job *job, const char **ret_order_id, int *ret_look)
{
    const char *colon = strchr(job->key, ':');

    if (!colon)
        return fail(INTERNAL, "job %s has the key %s", job->kind, job->key);
    *ret_order_id = arena_strndup(call->arena, job->key, (size_t)(colon - job->key));
    *ret_look = (int)strtol(colon + 1, NULL, 10);
    return OK;
}

/* Does WeChat know of a payment that we do not? */
static struct status still_waits(struct call *call, const char *order_id, int look, const char **ret_merchant_id,
                                 bool *ret_waits)
{
    struct payment payment;
    struct order order;
    bool found;

    TRY(call_begin(call));
    TRY(order_lock(call->tx, order_id, NULL, &order));
    TRY(payment_lock(call->tx, order_id, &payment, &found));
    *ret_merchant_id = order.merchant_id;
    *ret_waits = found && order.status == ORDER_PENDING_PAYMENT;
    if (*ret_waits)
        TRY(payment_look_later(call, order_id, payment.began_us, look + 1, order.pay_by_us));
    return call_commit(call);
}

static struct status apply(struct call *call, const struct payment_fact *fact)
{
    enum payment_outcome outcome;

    TRY(call_begin(call));
    TRY(payment_apply(call, fact, &outcome)); /* what does not fit is a case now */
    return call_commit(call);
}

/* The fallback should the notice not come: 5 s, 30 s, 2 min … after the payment began. The next look is added before
 * this one asks, so that a crash loses none. */
struct status groupbuy_look_at_payment(struct call *call, const struct job *job)
{
    enum channel_state state;
    struct payment_fact fact;
    const char *order_id, *merchant_id;
    bool waits;
    int look;

    TRY(read_key(call, job, &order_id, &look));
    TRY(still_waits(call, order_id, look, &merchant_id, &waits));
    if (!waits)
        return OK;
    TRY(channel_query(call, merchant_id, order_id, &state, &fact));
    if (state != CHANNEL_PAID)
        return OK;
    CRASH_POINT(payment, found_not_applied);
    return apply(call, &fact);
}
