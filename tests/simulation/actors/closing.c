/* How orders end: closed at WeChat first, then cancelled, then what they held goes back; or handed out and completed.
 */
#include "groupbuy/domain/reasons.h"
#include "simulation/actors/actors.h"

#define CLOSE_AGAIN_US (20 * US_PER_S)
#define WINDOW_US      (3600 * US_PER_S)

enum { AT_MARK, AT_QUERY, AT_CLOSE, AT_PAID, AT_FINISH };

/* ---- off ---- */

static enum refund_reason reason_of(enum cancel_reason reason)
{
    return reason == CANCEL_LEFT_TEAM ? REFUND_FOR_LEFT_TEAM : REFUND_FOR_CANCELLED;
}

static struct status let_go(struct world *world, struct order *order)
{
    struct payment *payment = &world->shop.payments[order_place(world, order)];

    if (order->coupon != NOBODY)
        TRY(job_add(world, JOB_SETTLE_COUPON, order->operation, ORDER_RELEASES, 0, order->coupon));
    if (order->points)
        TRY(job_add(world, JOB_SETTLE_POINTS, order->operation, ORDER_RELEASES, 0, order->user));
    job_remove(world, JOB_CLOSE_UNPAID, order_place(world, order), 0);
    if (payment->state != PAYMENT_NONE && payment->state != PAYMENT_PAID)
        payment->state = PAYMENT_CLOSED;
    return OK;
}

struct status order_cancel(struct world *world, struct order *order, enum cancel_reason reason)
{
    const struct refund_wish all = { .reason = reason_of(reason), .percent = 100 };
    bool paid = order_is_live(order->status);

    if (order->team != NOBODY)
        TRY(team_give_seat_back(world, order, paid));
    units_give_back(world, order);
    order->cancel_reason = reason;
    TRY(order_move(world, order, ORDER_CANCELLED));
    TRY(tell(world, EVENT_CANCELLED, order_place(world, order)));
    return paid ? refund_start(world, order, &all) : let_go(world, order);
}

struct status order_leave(struct world *world, struct order *order)
{
    if (order->status != ORDER_WAITING_TEAM || world->shop.teams[order->team].team.status != TEAM_OPEN)
        return fail(ORDER_NOT_CANCELLABLE, "it is %s", order_status_name(order->status));
    return order_cancel(world, order, CANCEL_LEFT_TEAM);
}

/* ---- closing what is not paid ---- */

static struct status mark(struct world *world, struct task *task, bool *ret_asked)
{
    struct order *order = &world->shop.orders[task->subject];
    struct payment *payment = &world->shop.payments[task->subject];

    *ret_asked = false;
    if (order->status != ORDER_PENDING_PAYMENT)
        return OK;
    if (payment->state == PAYMENT_NONE)
        return order_cancel(world, order, task->reason);
    *ret_asked = true;
    payment->state = PAYMENT_CLOSING;
    if (world->mutant == MUTANT_RELEASE_BEFORE_CLOSE)
        TRY(order_cancel(world, order, task->reason));
    return job_add(world, JOB_CLOSE_UNPAID, task->subject, 0, world->now_us + CLOSE_AGAIN_US, (int)task->reason);
}

static enum progress mark_it(struct world *world, struct task *task)
{
    bool asked;

    tx_begin(&world->shop_store);
    if (!close_well(world, mark(world, task, &asked), "closing an order"))
        return HAS_FAILED;
    task->at = AT_QUERY;
    return asked ? GOES_ON : IS_DONE;
}

/* Asks, then closes; a payment that came in between is found by asking again. */
static enum progress ask(struct world *world, struct task *task)
{
    enum trade_state state;
    enum fate fate = call_fate(world);

    if (task->at == AT_QUERY) {
        state = wechat_query(world, task->subject);
        task->at = state == TRADE_PAID ? AT_PAID : state == TRADE_CLOSED ? AT_FINISH : AT_CLOSE;
        return fate_is_heard(fate) ? GOES_ON : HAS_FAILED;
    }
    fate_follow(world, fate, (struct message){ MESSAGE_CALL, CALL_CLOSE, task->subject, 0, 0 });
    if (!fate_happens_now(fate))
        return HAS_FAILED;
    state = wechat_close(world, task->subject);
    task->at = state == TRADE_PAID ? AT_QUERY : AT_FINISH;
    return fate_is_heard(fate) ? GOES_ON : HAS_FAILED;
}

static struct status finish(struct world *world, struct task *task)
{
    const struct trade *trade = &world->wechat.trades[task->subject];
    struct order *order = &world->shop.orders[task->subject];

    if (task->at == AT_PAID)
        return payment_apply(world, task->subject, trade->transaction, trade->amount, trade->paid_us);
    return order->status == ORDER_PENDING_PAYMENT ? order_cancel(world, order, task->reason) : OK;
}

/* MUTANT_UNITS_GO_BACK_TWICE: by a transaction of their own, and with the order once more. */
static void give_back_first(struct world *world, struct order *order)
{
    tx_begin(&world->shop_store);
    if (order->status == ORDER_PENDING_PAYMENT)
        units_give_back(world, order);
    tx_commit(world, &world->shop_store);
}

enum progress closing_goes_on(struct world *world, struct task *task)
{
    if (task->at == AT_MARK)
        return mark_it(world, task);
    if (task->at == AT_QUERY || task->at == AT_CLOSE)
        return ask(world, task);
    if (world->mutant == MUTANT_UNITS_GO_BACK_TWICE)
        give_back_first(world, &world->shop.orders[task->subject]);
    tx_begin(&world->shop_store);
    return close_well(world, finish(world, task), "the end of closing") ? IS_DONE : HAS_FAILED;
}

/* ---- on ---- */

struct status order_ready(struct world *world, struct order *order)
{
    return order_move(world, order, ORDER_READY);
}

struct status order_hand_out(struct world *world, struct order *order)
{
    if (order->status != ORDER_READY)
        return fail(ORDER_NOT_SHIPPABLE, "it is %s", order_status_name(order->status));
    TRY(order_move(world, order, ORDER_FULFILLED));
    return job_add(world, JOB_COMPLETE, order_place(world, order), 0, world->now_us + WINDOW_US, 0);
}

static struct ledger_sale sale_of(const struct order *order)
{
    struct ledger_sale sale = { .seller = "us" };

    for (int i = 0; i < order->lines_count; i++) {
        const struct refund_line *line = &order->lines[i];

        sale.goods +=
            line->goods - line->goods_before + line->coupon - line->coupon_before + line->points - line->points_before;
        sale.delivery += line->delivery - line->delivery_before;
    }
    return sale;
}

struct status order_complete(struct world *world, struct order *order)
{
    struct ledger_sale sale = sale_of(order);
    struct ledger_posting posting = ledger_revenue(&sale, 1);

    if (order->status != ORDER_FULFILLED)
        return OK;
    TRY(order_move(world, order, ORDER_COMPLETED));
    return book(world, &posting);
}
