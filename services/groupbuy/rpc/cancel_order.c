#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/teams.h"
#include "groupbuy/flow/views.h"

/* A paid member leaves his open team; a plain order that has not left the house is given up. All of it goes back. */
static struct status give_up(struct call *call, const char *order_id, struct order *order)
{
    struct team team;
    bool plain;

    TRY(call_begin(call));
    TRY(order_lock_with_team(call, order_id, call->caller->user_id, order, &team));
    plain = order->kind == KIND_PLAIN && order->status == ORDER_READY;
    if (order->status != ORDER_WAITING_TEAM && !plain)
        return fail(ORDER_NOT_CANCELLABLE, "order %s is %s", order->id, order_status_name(order->status));
    return order_cancel(call, order, plain ? NULL : &team, plain ? CANCEL_BY_BUYER : CANCEL_LEFT_TEAM,
                        call->caller->user_id);
}

/* What its buyer may still take back: a team while it is open, a round before its cut-off. */
static struct status leave(struct call *call, struct order *order)
{
    return order->kind == KIND_GROUP_BUY ? round_order_leave(call, order->id, order) : give_up(call, order->id, order);
}

static struct status read_own(struct call *call, const char *order_id, struct order *order)
{
    TRY(call_begin_read(call));
    TRY(order_get(call->tx, order_id, call->caller->user_id, order));
    call_rollback(call);
    return OK;
}

/* Closed at WeChat first; a payment that wins the race stands, and may be left like any paid order. */
static struct status cancel_unpaid(struct call *call, const char *order_id, struct order *order)
{
    enum close_outcome outcome;

    TRY(order_close(call, order_id, CANCEL_BY_BUYER, call->caller->user_id, &outcome));
    if (outcome != CLOSE_CANCELLED)
        return leave(call, order);
    return OK;
}

struct status groupbuy_cancel_order(struct call *call, const Gb__CancelOrderRequest *in, Gb__Order *out)
{
    struct order order;

    TRY(read_own(call, in->order_id, &order));
    if (order.status == ORDER_PENDING_PAYMENT)
        TRY(cancel_unpaid(call, in->order_id, &order));
    else
        TRY(leave(call, &order));
    TRY(order_get(call->tx, in->order_id, call->caller->user_id, &order));
    return order_show(call, &order, out);
}
