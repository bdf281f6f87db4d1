#include "groupbuy/flow/paying.h"

#include <string.h>

#include "db/jobs.h"
#include "groupbuy/domain/schedule.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/cards.h"
#include "groupbuy/flow/contents.h"
#include "groupbuy/flow/coupons.h"
#include "groupbuy/flow/fulfilling.h"
#include "groupbuy/flow/late.h"
#include "groupbuy/flow/late_rounds.h"
#include "groupbuy/flow/newcomers.h"
#include "groupbuy/flow/points.h"
#include "groupbuy/flow/refunding.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/flow/sharing.h"
#include "groupbuy/flow/shipping.h"
#include "groupbuy/flow/teams.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/case_store.h"
#include "groupbuy/store/ledger_store.h"
#include "groupbuy/store/price_store.h"

static struct status book(struct call *call, const struct order *order, bool with_discounts)
{
    const struct ledger_worth worth = {
        .paid = order->amount,
        .coupon = with_discounts ? order->coupon_discount : 0,
        .points = with_discounts ? order->points_discount : 0,
    };
    struct ledger_posting posting = ledger_payment(&worth);

    return ledger_post(call->tx, &posting, order->id, order->id, NULL);
}

/* Nothing to hand out for it any more: the coupon is out of it, the money goes back. */
static struct status pay_back(struct call *call, struct order *order, enum refund_reason reason, int64_t paid_us)
{
    const struct refund_ask late = { .reason = reason, .actor = "wechat", .discounts_are_back = true };

    TRY(order_note_payment(call->tx, order, paid_us));
    TRY(book(call, order, false));
    return refund_start(call, order, &late, NULL);
}

/* Where a paid order goes that has no team. */
static struct status go_on(struct call *call, struct order *order, const char *actor)
{
    const struct order_step waits = { .to = ORDER_WAITING_CUTOFF, .actor = actor, .why = "waits for the cut-off" };

    if (order->kind != KIND_GROUP_BUY) {
        TRY(order_become_ready(call, order, actor, "nothing to wait for"));
        return order->kind == KIND_CONTENT ? content_deliver(call, order)
               : order->kind == KIND_CARD  ? card_begin(call, order)
                                           : OK;
    }
    TRY(round_order_count_in(call, order));
    TRY(order_move(call->tx, order, &waits));
    return shipping_comes_late(call, order);
}

static struct status honour(struct call *call, struct order *order, struct team *team, int64_t paid_us)
{
    const struct order_step paid = { .to = ORDER_PAID, .actor = "wechat", .why = "paid", .paid_us = paid_us };

    TRY(book(call, order, true));
    TRY(order_move(call->tx, order, &paid));
    TRY(tell_order_paid(call, order));
    TRY(shares_accrue(call, order));
    TRY(coupon_follow(call, order->id, order->coupon_id, order->user_id, COUPON_CONSUME));
    TRY(points_follow(call, order->id, order->user_id, order->points, POINTS_CONSUME));
    TRY(job_remove(call->tx, JOB_CLOSE_UNPAID, order->id));
    TRY(team ? team_take_in(call, team, order) : go_on(call, order, "wechat"));
    return price_note(call->tx, order->id, paid_us);
}

struct status payment_in_cash(struct call *call, struct order *order)
{
    const struct order_step paid = {
        .to = ORDER_PAID, .actor = call->caller->user_id, .why = "in cash", .paid_us = call->now_us
    };

    TRY(order_move(call->tx, order, &paid));
    TRY(tell_order_paid(call, order));
    return go_on(call, order, call->caller->user_id);
}

/* The order is off before it counts: seat, units and coupon are free again, the money goes back at once. */
static struct status turn_away(struct call *call, struct order *order, struct team *team, enum cancel_reason reason,
                               int64_t paid_us)
{
    TRY(order_cancel(call, order, team, reason, "wechat"));
    return pay_back(call, order, reason == CANCEL_NOT_NEW ? REFUND_FOR_NOT_NEW : REFUND_FOR_LATE_PAYMENT, paid_us);
}

/* Nothing is in its way, its team (if it has one) is open: but whoever must be new and is so no longer is turned away.
 */
static struct status settle_in_time(struct call *call, struct order *order, struct team *team, int64_t paid_us)
{
    bool welcome;

    TRY(newcomer_judge(call, order, team && strcmp(team->founder_id, order->user_id) == 0, &welcome));
    return welcome ? honour(call, order, team, paid_us) : turn_away(call, order, team, CANCEL_NOT_NEW, paid_us);
}

/* Its team is over: as the buyer chose, otherwise the money goes back at once. */
static struct status settle_late(struct call *call, struct order *order, struct team *team, int64_t paid_us)
{
    struct team other;
    bool welcome, found;

    TRY(newcomer_judge(call, order, order->late_payment == LATE_OWN_TEAM, &welcome));
    if (!welcome)
        return turn_away(call, order, team, CANCEL_NOT_NEW, paid_us);
    TRY(late_team(call, order, &other, &found));
    return found ? honour(call, order, &other, paid_us) : turn_away(call, order, team, CANCEL_TEAM_EXPIRED, paid_us);
}

/* Nothing enters a round that was paid after its grace. */
static struct status settle_in_round(struct call *call, struct order *order, int64_t paid_us)
{
    enum late_fate fate;

    TRY(late_round(call, order, paid_us, &fate));
    if (fate != LATE_TOO_LATE)
        return settle_in_time(call, order, NULL, paid_us);
    TRY(order_cancel(call, order, NULL, CANCEL_UNPAID, "wechat"));
    return pay_back(call, order, REFUND_FOR_LATE_PAYMENT, paid_us);
}

/* The order is locked, with its team; the payment is on record. */
static struct status settle(struct call *call, struct order *order, struct team *team, int64_t paid_us)
{
    if (order->status == ORDER_PENDING_PAYMENT && order->kind == KIND_GROUP_BUY)
        return settle_in_round(call, order, paid_us);
    if (order->status == ORDER_PENDING_PAYMENT)
        return !team || team->status == TEAM_OPEN ? settle_in_time(call, order, team, paid_us)
                                                  : settle_late(call, order, team, paid_us);
    if (order->status != ORDER_CANCELLED)
        return fail(INTERNAL, "order %s is paid while %s", order->id, order_status_name(order->status));
    return pay_back(call, order, REFUND_FOR_LATE_PAYMENT, paid_us);
}

/* Somebody has to look at it. */
static struct status open_case(struct call *call, enum case_reason reason, const struct payment_fact *fact,
                               const char *order_id, fen expected)
{
    return case_open(call->tx, &(struct payment_case){ .reason = reason,
                                                       .subject = fact->order_id,
                                                       .wechat_number = fact->transaction_id,
                                                       .order_id = order_id,
                                                       .expected = expected,
                                                       .told = fact->amount });
}

static bool fits(const struct payment *payment, const struct payment_fact *fact)
{
    return fact->ours && strcmp(fact->merchant_id, payment->merchant_id) == 0 && fact->amount == payment->amount &&
           (payment->state != PAYMENT_PAID || strcmp(payment->transaction_id, fact->transaction_id) == 0);
}

static struct status apply(struct call *call, const struct payment_fact *fact, struct order *order, struct team *team,
                           enum payment_outcome *ret_outcome)
{
    struct payment payment;
    bool found;

    TRY(payment_lock(call->tx, order->id, &payment, &found));
    *ret_outcome = !found                          ? PAYMENT_OUTCOME_UNKNOWN
                   : !fits(&payment, fact)         ? PAYMENT_OUTCOME_MISMATCH
                   : payment.state == PAYMENT_PAID ? PAYMENT_OUTCOME_KNOWN
                                                   : PAYMENT_OUTCOME_APPLIED;
    if (*ret_outcome == PAYMENT_OUTCOME_UNKNOWN)
        return open_case(call, CASE_PAYMENT_UNKNOWN, fact, order->id, order->amount);
    if (*ret_outcome == PAYMENT_OUTCOME_MISMATCH)
        return open_case(call, CASE_PAYMENT_MISMATCH, fact, order->id, payment.amount);
    if (*ret_outcome == PAYMENT_OUTCOME_KNOWN)
        return OK;
    TRY(payment_set_paid(call->tx, order->id, fact->transaction_id, fact->paid_us));
    return settle(call, order, team, fact->paid_us);
}

struct status payment_apply(struct call *call, const struct payment_fact *fact, enum payment_outcome *ret_outcome)
{
    struct order order;
    struct team team;
    struct status locked = id_valid(fact->order_id) ? order_lock_with_team(call, fact->order_id, NULL, &order, &team)
                                                    : fail(NOT_HERE, "order number %s", fact->order_id);

    if (failed_with(locked, NOT_HERE)) {
        *ret_outcome = PAYMENT_OUTCOME_UNKNOWN;
        return open_case(call, CASE_PAYMENT_UNKNOWN, fact, "", 0);
    }
    TRY(locked);
    return apply(call, fact, &order, *order.team_id ? &team : NULL, ret_outcome);
}

struct status payment_look_later(struct call *call, const char *order_id, int64_t began_us, int look, int64_t pay_by_us)
{
    int64_t at = payment_look_us(began_us, look, pay_by_us);

    if (!at)
        return OK;
    return job_add(call->tx, JOB_LOOK_AT_PAYMENT, arena_printf(call->arena, "%s:%d", order_id, look), at, NULL, 0);
}
