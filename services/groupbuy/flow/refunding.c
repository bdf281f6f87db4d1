#include "groupbuy/flow/refunding.h"

#include <string.h>

#include "db/jobs.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/ledger_store.h"

static struct status post(struct call *call, struct ledger_posting posting, const struct refund *refund)
{
    return ledger_post(call->tx, &posting, refund->order_id, refund->id);
}

/* It is out: the books, the order, the world. The order is locked. */
static struct status refund_done(struct call *call, struct order *order, struct refund *refund, int64_t done_us)
{
    const struct order_step whole = {
        .to = ORDER_REFUNDED, .actor = "refund", .why = "refunded", .refunded = refund->amount
    };

    refund->state = REFUND_SUCCESS;
    refund->done_us = done_us;
    TRY(refund_save(call->tx, refund));
    TRY(post(call, ledger_refund_paid(refund->amount), refund));
    TRY(order_move(call->tx, order, &whole));
    return tell_refund_done(call, order, refund);
}

struct status refund_start(struct call *call, struct order *order, fen coupon, enum refund_reason reason)
{
    struct refund refund = {
        .id = id_make(call->arena),
        .order_id = order->id,
        .amount = order->amount,
        .coupon = coupon,
        .reason = reason,
        .state = REFUND_REQUESTED,
        .wechat_refund_id = "",
    };

    TRY(payment_promise_back(call->tx, order->id, refund.amount));
    TRY(refund_insert(call->tx, &refund));
    TRY(post(call, ledger_refund_promised(refund.amount, coupon), &refund));
    TRY(tell_refund_started(call, order, &refund));
    if (refund.amount == 0)
        return refund_done(call, order, &refund, call->now_us);
    return job_add(call->tx, JOB_DRIVE_REFUND, refund.id, 0, NULL, 0);
}

static struct status check_fact(const struct refund *refund, const struct refund_fact *fact)
{
    if (!fact->ours || fact->amount != refund->amount || strcmp(fact->order_id, refund->order_id) != 0)
        return fail(BAD_REQUEST, "refund %s: WeChat tells of %ld fen of order %s", refund->id, (long)fact->amount,
                    fact->order_id);
    return OK;
}

struct status refund_apply(struct call *call, const struct refund_fact *fact)
{
    struct refund refund;
    struct order order;

    TRY(refund_get(call->tx, fact->refund_id, &refund));
    TRY(check_fact(&refund, fact));
    TRY(order_lock(call->tx, refund.order_id, NULL, &order));
    TRY(refund_lock(call->tx, refund.id, &refund));
    if (!refund_may_move(refund.state, fact->state))
        return OK; /* known, or older than what is known */
    if (*fact->wechat_refund_id)
        refund.wechat_refund_id = fact->wechat_refund_id;
    if (fact->state == REFUND_SUCCESS)
        return refund_done(call, &order, &refund, fact->done_us ? fact->done_us : call->now_us);
    refund.state = fact->state;
    return refund_save(call->tx, &refund);
}
