/* Payments: what is asked of WeChat is on record before, and what WeChat says is applied once, whatever became of the
 * order meanwhile. */
#include <string.h>

#include "groupbuy/domain/reasons.h"
#include "groupbuy/domain/schedule.h"
#include "simulation/actors/actors.h"

enum { AT_BEGIN, AT_ASK, AT_HAND_OUT };

/* ---- what a payment does ---- */

static struct status book_payment(struct world *world, const struct order *order, bool with_discounts)
{
    const struct ledger_worth worth = { .paid = order->amount,
                                        .coupon = with_discounts ? order->coupon_discount : 0,
                                        .points = with_discounts ? order->points_discount : 0 };
    struct ledger_posting posting = ledger_payment(&worth);

    world->shop.payments[order_place(world, order)].effects++;
    return book(world, &posting);
}

static struct status pay_back(struct world *world, struct order *order, enum refund_reason reason)
{
    const struct refund_wish late = { .reason = reason, .discounts_are_back = true, .percent = 100 };

    if (world->mutant == MUTANT_LATE_PAYMENT_KEPT)
        return book_payment(world, order, false);
    TRY(book_payment(world, order, false));
    return refund_start(world, order, &late);
}

static struct status accrue(struct world *world, struct order *order)
{
    const struct share_parties parties = { .buyer = user_id(order->user),
                                           .earners = { "", user_id(0), user_id(1), user_id(2) } };
    fen base = order->amount - order->delivery;

    TRY(share_out(&world->share_rule, &parties, base, 0, order->shared));
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        struct ledger_posting posting = ledger_share_accrued(role == SHARE_PARTNER, order->shared[role]);

        TRY(book(world, &posting));
    }
    return OK;
}

static struct status honour(struct world *world, struct order *order)
{
    int number = order_place(world, order);

    TRY(book_payment(world, order, true));
    TRY(order_move(world, order, ORDER_PAID));
    TRY(tell(world, EVENT_PAID, number));
    TRY(accrue(world, order));
    if (order->coupon != NOBODY)
        TRY(job_add(world, JOB_SETTLE_COUPON, order->operation, ORDER_CONSUMES, 0, order->coupon));
    if (order->points)
        TRY(job_add(world, JOB_SETTLE_POINTS, order->operation, ORDER_CONSUMES, 0, order->user));
    job_remove(world, JOB_CLOSE_UNPAID, number, 0);
    return order->team == NOBODY ? order_ready(world, order) : team_take_in(world, order);
}

static struct status turn_away(struct world *world, struct order *order, enum cancel_reason reason)
{
    TRY(order_cancel(world, order, reason));
    return pay_back(world, order, reason == CANCEL_NOT_NEW ? REFUND_FOR_NOT_NEW : REFUND_FOR_LATE_PAYMENT);
}

/* Whoever has another paid order that stands is no newcomer. */
static bool is_welcome(const struct world *world, const struct order *order, bool founds)
{
    if (order->kind != KIND_TEAM_BUY || !buyers_must_be_new(world->shop.sales[SALE_TEAM].buyers, founds))
        return true;
    for (int i = 0; i < world->shop.orders_count; i++)
        if (&world->shop.orders[i] != order && world->shop.orders[i].user == order->user &&
            order_is_live(world->shop.orders[i].status))
            return false;
    return true;
}

static struct status settle(struct world *world, struct order *order)
{
    const struct team *team = order->team == NOBODY ? NULL : &world->shop.teams[order->team].team;
    bool founds = team && strcmp(team->founder_id, user_id(order->user)) == 0;
    bool late = team && team->status != TEAM_OPEN;

    if (order->status == ORDER_CANCELLED)
        return pay_back(world, order, REFUND_FOR_LATE_PAYMENT);
    if (order->status != ORDER_PENDING_PAYMENT)
        return fail(INTERNAL, "order %d is paid while %s", order_place(world, order), order_status_name(order->status));
    if (!is_welcome(world, order, late ? order->late == LATE_OWN_TEAM : founds))
        return turn_away(world, order, CANCEL_NOT_NEW);
    if (late && team_for_late(world, order) == NOBODY)
        return turn_away(world, order, CANCEL_TEAM_EXPIRED);
    return honour(world, order);
}

struct status payment_apply(struct world *world, int number, int transaction, fen amount, int64_t paid_us)
{
    struct payment *payment = &world->shop.payments[number];
    struct order *order = &world->shop.orders[number];

    if (payment->state == PAYMENT_NONE || payment->amount != amount)
        return fail(INTERNAL, "a payment of %ld for order %d that was not asked for", (long)amount, number);
    if (payment->state == PAYMENT_PAID && world->mutant != MUTANT_CALLBACK_WITHOUT_STATE)
        return OK;
    if (payment->state == PAYMENT_PAID)
        return book_payment(world, order, true);
    payment->state = PAYMENT_PAID;
    payment->transaction = transaction;
    order->paid_us = paid_us;
    return settle(world, order);
}

/* ---- asking for one ---- */

static struct status payable(const struct world *world, const struct order *order)
{
    if (order->status != ORDER_PENDING_PAYMENT)
        return fail(ORDER_NOT_PAYABLE, "order is %s", order_status_name(order->status));
    if (world->now_us >= order->pay_by_us)
        return fail(ORDER_EXPIRED, "its time is over");
    return OK;
}

static struct status begin(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];
    struct payment *payment = &world->shop.payments[number];
    int64_t look_us = payment_look_us(world->now_us, 0, order->pay_by_us);

    TRY(payable(world, order));
    if (payment->state == PAYMENT_NONE)
        *payment = (struct payment){ .state = PAYMENT_OPEN, .amount = order->amount, .began_us = world->now_us };
    if (payment->state != PAYMENT_OPEN)
        return fail(ORDER_EXPIRED, "order %d is being closed", number);
    if (order->amount == 0)
        return payment_apply(world, number, 0, 0, world->now_us);
    return look_us ? job_add(world, JOB_LOOK_AT_PAYMENT, number, 0, look_us, 0) : OK;
}

static struct status still_open(struct world *world, int number)
{
    TRY(payable(world, &world->shop.orders[number]));
    if (world->shop.payments[number].state != PAYMENT_OPEN)
        return fail(ORDER_EXPIRED, "order %d is being closed", number);
    return OK;
}

static void end(struct task *task)
{
    task->kind = TASK_NONE;
}

static void ask_wechat(struct world *world, struct task *task)
{
    enum fate fate = call_fate(world);
    fen amount = world->shop.payments[task->subject].amount;

    fate_follow(world, fate, (struct message){ MESSAGE_CALL, CALL_PREPAY, task->subject, (int)amount, 0 });
    if (fate_happens_now(fate) && wechat_prepay(world, task->subject, amount) == TRADE_OPEN && fate_is_heard(fate))
        task->at = AT_HAND_OUT;
    else
        end(task);
}

void prepaying_go_on(struct world *world, struct task *task)
{
    int number = task->subject;

    if (task->at == AT_ASK) {
        ask_wechat(world, task);
        return;
    }
    tx_begin(&world->shop_store);
    if (task->at == AT_BEGIN) {
        task->at = AT_ASK;
        if (!close_well(world, begin(world, number), "beginning to pay") || world->shop.orders[number].amount == 0)
            end(task);
        return;
    }
    if (close_well(world, still_open(world, number), "handing out"))
        send(world, (struct message){ MESSAGE_PREPAID, number, 0, 0, 0 });
    end(task);
}

/* ---- notices: kept once, applied, then answered ---- */

static bool is_kept(const struct world *world, int notice)
{
    for (int i = 0; i < world->shop.notices_count; i++)
        if (world->shop.notices[i] == notice)
            return true;
    return false;
}

static int refund_numbered(const struct world *world, int64_t number)
{
    for (int i = 0; i < world->shop.refunds_count; i++)
        if (world->shop.refunds[i].number == number)
            return i;
    return NOBODY;
}

static struct status apply_refund(struct world *world, const struct wechat_refund *told)
{
    int refund = refund_numbered(world, told->number);

    if (refund == NOBODY)
        return OK; /* a case for somebody: it is none of ours */
    return refund_apply(world, refund, told->state == BACK_SUCCESS ? REFUND_SUCCESS : REFUND_ABNORMAL);
}

static struct status apply_notice(struct world *world, int number)
{
    const struct wechat_notice *notice = &world->wechat.notices[number];
    const struct trade *trade = &world->wechat.trades[notice->about];

    if (is_kept(world, number) && world->mutant != MUTANT_CALLBACK_WITHOUT_STATE)
        return OK;
    world->shop.notices[world->shop.notices_count++ % NOTICES_MAX] = number;
    if (notice->refund)
        return apply_refund(world, &world->wechat.refunds[notice->about]);
    return payment_apply(world, notice->about, trade->transaction, trade->amount, trade->paid_us);
}

void notice_go_on(struct world *world, struct task *task)
{
    tx_begin(&world->shop_store);
    if (close_well(world, apply_notice(world, task->subject), "a notice") && fate_is_heard(call_fate(world)))
        world->wechat.notices[task->subject].acked = true;
    end(task);
}
