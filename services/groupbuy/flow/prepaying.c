#include "groupbuy/flow/prepaying.h"

#include <string.h>

#include "base/crash_point.h"
#include "groupbuy/flow/payer.h"
#include "groupbuy/flow/paying.h"
#include "groupbuy/service.h"
#include "groupbuy/store/order_store.h"
#include "rpc/timestamp.h"

struct status order_payable(const struct order *order, int64_t now_us)
{
    if (order->status != ORDER_PENDING_PAYMENT)
        return fail(ORDER_NOT_PAYABLE, "order %s is %s", order->id, order_status_name(order->status));
    if (now_us >= order->pay_by_us)
        return fail(ORDER_EXPIRED, "the time to pay order %s is over", order->id);
    return OK;
}

static struct payment payment_of(struct call *call, const struct order *order, const char *openid)
{
    return (struct payment){
        .order_id = order->id,
        .user_id = call->caller->user_id,
        .amount = order->amount,
        .app_id = groupbuy_of(call)->app_id,
        .payer_openid = openid,
        .description = order->product_title,
        .expires_us = order->pay_by_us,
    };
}

/* Nothing to ask WeChat for: the same hooks, at once. The transaction stays open for the answer. */
static struct status pay_nothing(struct call *call, const struct order *order, Gb__Payment *out)
{
    const struct payment_fact fact = {
        .order_id = order->id,
        .merchant_id = order->merchant_id,
        .transaction_id = "",
        .paid_us = call->now_us,
        .ours = true,
    };
    struct payment payment = payment_of(call, order, "");
    enum payment_outcome outcome;
    struct order locked;

    TRY(call_begin(call));
    TRY(order_get(call->tx, order->id, NULL, &locked));
    TRY(order_payable(&locked, call->now_us));
    TRY(payment_begin(call->tx, &payment));
    TRY(payment_apply(call, &fact, &outcome));
    out->paid = true;
    return outcome == PAYMENT_OUTCOME_APPLIED ? OK : fail(CONFLICT, "order %s is being paid", order->id);
}

static struct status still_open(struct call *call, const char *order_id, struct payment *ret_payment)
{
    struct order order;
    bool found;

    TRY(order_lock(call->tx, order_id, NULL, &order));
    TRY(order_payable(&order, call->now_us));
    TRY(payment_lock(call->tx, order_id, ret_payment, &found));
    if (!found || ret_payment->state != PAYMENT_OPEN)
        return fail(ORDER_EXPIRED, "order %s is being closed", order_id);
    if (strcmp(ret_payment->user_id, call->caller->user_id) != 0)
        return fail(ORDER_NOT_PAYABLE, "somebody else is paying order %s", order_id);
    return OK;
}

/* The intent is on record before WeChat is asked; from now on WeChat is also asked whether it was paid. */
static struct status begin_payment(struct call *call, const struct order *order, const char *openid,
                                   struct payment *ret_payment)
{
    struct payment payment = payment_of(call, order, openid);

    TRY(call_begin(call));
    TRY(payment_begin(call->tx, &payment));
    TRY(still_open(call, order->id, ret_payment));
    TRY(payment_look_later(call, order->id, call->now_us, 0, order->pay_by_us));
    return call_commit(call);
}

/* Handed out only while the order can still be paid. The transaction stays open for the answer. */
static struct status hand_out(struct call *call, const struct order *order, const char *prepay_id, Gb__Payment *out)
{
    struct payment payment;

    out->wechat = MESSAGE(call, Gb__WechatPayment, gb__wechat_payment);
    TRY(channel_sign(call, order->merchant_id, prepay_id, out->wechat));
    TRY(call_begin(call));
    TRY(still_open(call, order->id, &payment));
    return payment_set_prepay(call->tx, order->id, prepay_id);
}

struct status order_begin_to_pay(struct call *call, const struct order *order, Gb__Payment *out)
{
    const char *openid, *prepay_id;
    struct payment payment;

    out->order_id = order->id;
    out->amount_fen = order->amount;
    out->pay_by = timestamp_new(call->arena, order->pay_by_us);
    if (order->amount == 0)
        return pay_nothing(call, order, out);
    TRY(channel_ready(call, order->merchant_id));
    TRY(payer_openid(call, &openid));
    TRY(begin_payment(call, order, openid, &payment));
    CRASH_POINT(payment, begun_not_asked);
    TRY(channel_prepay(call, &payment, &prepay_id));
    CRASH_POINT(payment, asked_not_noted);
    return hand_out(call, order, prepay_id, out);
}
