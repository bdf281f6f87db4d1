#include "db/jobs.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/round_news.h"

#define ORDERS_MAX 50  /* a transaction */
#define PEOPLE_MAX 100 /* an event */

/* Before their orders are: who had one is told why. */
static struct status tell_everybody(struct call *call, const char *round_id)
{
    const struct round_news off = round_news_cancelled(round_id);
    size_t count;

    do {
        TRY(call_begin(call));
        TRY(round_news_tell(call, &off, PEOPLE_MAX, &count));
        TRY(call_commit(call));
    } while (count == PEOPLE_MAX);
    return OK;
}

static struct status cancel_paid(struct call *call, const char *round_id, size_t *ret_count)
{
    const char *const *ids;
    struct order order;

    TRY(round_orders_in(call->tx, round_id, ORDER_WAITING_CUTOFF, ORDERS_MAX, &ids, ret_count));
    for (size_t i = 0; i < *ret_count; i++) {
        TRY(order_lock(call->tx, ids[i], NULL, &order));
        if (order.status == ORDER_WAITING_CUTOFF)
            TRY(order_cancel(call, &order, NULL, CANCEL_ROUND_OFF, JOB_CANCEL_ROUND_ORDERS));
    }
    return OK;
}

static struct status close_unpaid(struct call *call, const char *round_id, size_t *ret_count)
{
    static const char why[] = "ROUND_OFF";
    const char *const *ids;

    TRY(round_orders_in(call->tx, round_id, ORDER_PENDING_PAYMENT, ORDERS_MAX, &ids, ret_count));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(job_add(call->tx, JOB_CLOSE_UNPAID, ids[i], 0, why, sizeof why - 1));
    return OK;
}

/* Paid orders are refunded by the hundred; those that may still be paid are closed at WeChat, each by its own job, and
 * looked at again: a payment may win the race. */
struct status groupbuy_cancel_round_orders(struct call *call, const struct job *job)
{
    size_t paid, unpaid;

    TRY(tell_everybody(call, job->key));
    do {
        TRY(call_begin(call));
        TRY(cancel_paid(call, job->key, &paid));
        TRY(close_unpaid(call, job->key, &unpaid));
        if (paid == 0 && unpaid == 0)
            TRY(news_forget(call->tx, job->key));
        TRY(call_commit(call));
    } while (paid > 0);
    return unpaid ? fail(NOT_AVAILABLE, "round %s waits for %zu orders", job->key, unpaid) : OK;
}
