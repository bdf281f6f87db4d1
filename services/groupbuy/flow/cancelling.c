#include "groupbuy/flow/cancelling.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "db/jobs.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/paying.h"
#include "groupbuy/flow/points.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/teams.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/units.h"

#define CLOSE_AGAIN_S 20 /* longer than a call that closes an order may take */

static enum refund_reason refund_reason_for(enum cancel_reason reason)
{
    static const enum refund_reason reasons[] = {
        [CANCEL_NONE] = REFUND_FOR_CANCELLED,      [CANCEL_BY_BUYER] = REFUND_FOR_CANCELLED,
        [CANCEL_UNPAID] = REFUND_FOR_CANCELLED,    [CANCEL_TEAM_EXPIRED] = REFUND_FOR_TEAM_EXPIRED,
        [CANCEL_LEFT_TEAM] = REFUND_FOR_LEFT_TEAM, [CANCEL_BY_OPERATOR] = REFUND_BY_OPERATOR,
        [CANCEL_ROUND_OFF] = REFUND_FOR_ROUND_OFF, [CANCEL_MINIMUM_MISSED] = REFUND_FOR_MINIMUM_MISSED,
        [CANCEL_WITHDRAWN] = REFUND_FOR_WITHDRAWN, [CANCEL_NOT_NEW] = REFUND_FOR_NOT_NEW,
        [CANCEL_ALL_SHORT] = REFUND_FOR_SHORTAGE,
    };

    return reasons[reason];
}

/* Its move and its event. */
static struct status turn_off(struct call *call, struct order *order, enum cancel_reason reason, const char *actor)
{
    const struct order_step off = {
        .to = ORDER_CANCELLED, .actor = actor, .why = cancel_reason_name(reason), .cancel_reason = reason
    };
    bool owed = order_is_live(order->status) && !order->in_cash;

    TRY(order_move(call->tx, order, &off));
    return tell_order_cancelled(call, order, owed ? order->amount - order->refunded : 0);
}

/* The order itself, its coupon and money. Units and seat are the callers'. */
static struct status cancel_one(struct call *call, struct order *order, enum cancel_reason reason, const char *actor)
{
    const struct refund_ask all = { .reason = refund_reason_for(reason), .actor = actor };
    bool paid = order_is_live(order->status);

    TRY(turn_off(call, order, reason, actor));
    if (paid)
        return refund_start(call, order, &all, NULL);
    TRY(coupon_follow(call, order->id, order->coupon_id, order->user_id, COUPON_RELEASE));
    TRY(points_follow(call, order->id, order->user_id, order->points, POINTS_RELEASE));
    TRY(job_remove(call->tx, JOB_CLOSE_UNPAID, order->id));
    return payment_set_state(call->tx, order->id, PAYMENT_CLOSED);
}

struct status order_cancel(struct call *call, struct order *order, struct team *team, enum cancel_reason reason,
                           const char *actor)
{
    if (team)
        TRY(team_give_seat_back(call, team, order, order_is_live(order->status)));
    TRY(units_give_back(call, order, 1));
    if (order->kind == KIND_GROUP_BUY)
        TRY(round_order_count_out(call, order));
    return cancel_one(call, order, reason, actor);
}

struct status order_call_off(struct call *call, struct order *order, enum cancel_reason reason,
                             const struct refund_ask *ask, struct refund *ret_refund)
{
    TRY(units_give_back(call, order, 1));
    TRY(turn_off(call, order, reason, ask->actor));
    return refund_start(call, order, ask, ret_refund);
}

static int32_t units_asked(const struct refund_ask *ask, size_t position)
{
    int32_t units = 0;

    for (size_t i = 0; i < ask->parts_count; i++)
        if (ask->parts[i].position >= 0 && (size_t)ask->parts[i].position == position)
            units += ask->parts[i].units;
    return units;
}

/* Every unit that is left, at what it cost, and no line that is not there. */
static struct status asks_for_all(struct call *call, const struct order *order, const struct refund_ask *ask,
                                  bool *ret_all)
{
    struct refund_line *lines;
    size_t count;

    *ret_all = true;
    if (ask->parts_count == 0)
        return OK;
    TRY(refund_left(call, order, &lines, &count));
    for (size_t i = 0; i < ask->parts_count; i++)
        *ret_all &= ask->parts[i].units > 0 && ask->parts[i].goods == REFUND_BY_UNITS &&
                    (size_t)ask->parts[i].position < count &&
                    (ask->parts[i].percent == 0 || ask->parts[i].percent == 100);
    for (size_t i = 0; i < count; i++)
        *ret_all &= units_asked(ask, i) == lines[i].quantity - lines[i].units_before;
    return OK;
}

struct status order_give_back(struct call *call, struct order *order, enum cancel_reason reason,
                              const struct refund_ask *ask, struct refund *ret_refund)
{
    bool all = order->kind == KIND_PLAIN && order->status == ORDER_READY;
    struct refund_ask whole = *ask;

    if (all)
        TRY(asks_for_all(call, order, ask, &all));
    if (!all)
        return refund_start(call, order, ask, ret_refund);
    whole.parts_count = 0;
    return order_call_off(call, order, reason, &whole, ret_refund);
}

struct status orders_cancel_paid(struct call *call, struct order *orders, size_t count, enum cancel_reason reason)
{
    if (count == 0)
        return OK;
    TRY(units_give_back(call, orders, count));
    for (size_t i = 0; i < count; i++) {
        TRY(member_set_state(call->tx, orders[i].id, MEMBER_LEFT, 0));
        TRY(cancel_one(call, &orders[i], reason, "team"));
    }
    return OK;
}

/* ---- closing an unpaid order ---- */

/* *ret_asked: WeChat may know of it. Then a job will finish what is begun here, should we not come to it. The
 * transaction stays open. */
static struct status mark_closing(struct call *call, const char *order_id, enum cancel_reason reason,
                                  struct order *ret_order, struct team *ret_team, bool *ret_asked)
{
    const char *why = cancel_reason_name(reason);
    struct payment payment;

    TRY(order_lock_with_team(call, order_id, NULL, ret_order, ret_team));
    TRY(payment_lock(call->tx, order_id, &payment, ret_asked));
    if (!*ret_asked || ret_order->status != ORDER_PENDING_PAYMENT)
        return OK;
    TRY(payment_set_state(call->tx, order_id, PAYMENT_CLOSING));
    return job_add(call->tx, JOB_CLOSE_UNPAID, order_id, call->now_us + CLOSE_AGAIN_S * US_PER_S, why, strlen(why));
}

static struct status pay_after_all(struct call *call, const struct payment_fact *fact, enum close_outcome *ret_outcome)
{
    enum payment_outcome outcome;

    TRY(call_begin(call));
    TRY(payment_apply(call, fact, &outcome));
    TRY(call_commit(call));
    if (outcome != PAYMENT_OUTCOME_APPLIED && outcome != PAYMENT_OUTCOME_KNOWN)
        return fail(INTERNAL, "order %s is paid at WeChat, but not as we asked", fact->order_id);
    *ret_outcome = CLOSE_PAID;
    return OK;
}

/* Asks, then closes; a payment that came in between is found by asking again. */
static struct status close_at_wechat(struct call *call, const struct order *order, enum channel_state *ret_state,
                                     struct payment_fact *ret_fact)
{
    TRY(channel_query(call, order->merchant_id, order->id, ret_state, ret_fact));
    if (*ret_state == CHANNEL_PAID || *ret_state == CHANNEL_CLOSED)
        return OK;
    TRY(channel_close(call, order->merchant_id, order->id, ret_state));
    return *ret_state == CHANNEL_PAID ? channel_query(call, order->merchant_id, order->id, ret_state, ret_fact) : OK;
}

static struct status finish_closing(struct call *call, const char *order_id, enum cancel_reason reason,
                                    const char *actor, enum close_outcome *ret_outcome)
{
    struct order order;
    struct team team;

    TRY(call_begin(call));
    TRY(order_lock_with_team(call, order_id, NULL, &order, &team));
    if (order.status != ORDER_PENDING_PAYMENT) {
        call_rollback(call);
        *ret_outcome = CLOSE_NOT_PENDING;
        return OK;
    }
    *ret_outcome = CLOSE_CANCELLED;
    return order_cancel(call, &order, *order.team_id ? &team : NULL, reason, actor);
}

struct status order_close(struct call *call, const char *order_id, enum cancel_reason reason, const char *actor,
                          enum close_outcome *ret_outcome)
{
    enum channel_state state;
    struct payment_fact fact;
    struct order order;
    struct team team;
    bool asked;

    TRY(call_begin(call));
    TRY(mark_closing(call, order_id, reason, &order, &team, &asked));
    if (order.status != ORDER_PENDING_PAYMENT) {
        call_rollback(call);
        *ret_outcome = CLOSE_NOT_PENDING;
        return OK;
    }
    if (!asked) {
        *ret_outcome = CLOSE_CANCELLED;
        return order_cancel(call, &order, *order.team_id ? &team : NULL, reason, actor);
    }
    TRY(call_commit(call));
    CRASH_POINT(close, marked_not_asked);
    TRY(close_at_wechat(call, &order, &state, &fact));
    if (state == CHANNEL_PAID)
        return pay_after_all(call, &fact, ret_outcome);
    if (state != CHANNEL_CLOSED)
        return fail(PAYMENT_UNAVAILABLE, "order %s could not be closed", order_id);
    CRASH_POINT(close, closed_not_released);
    return finish_closing(call, order_id, reason, actor, ret_outcome);
}
