/* Refunds: a row with its number first, then WeChat is asked under that number until it has paid it out. */
#include "groupbuy/domain/after_sale.h"
#include "groupbuy/domain/reasons.h"
#include "simulation/actors/actors.h"

enum { AT_ASK, AT_APPLY };

/* ---- how much ---- */

static void promise(struct refund_line *line, const struct refund_share *share, struct refund *refund)
{
    refund_promise(line, share);
    refund->amount += share->goods + share->delivery;
    refund->coupon += share->coupon;
    refund->points_fen += share->points;
}

static struct status share_all(struct order *order, bool freight, struct refund *refund)
{
    for (int i = 0; i < order->lines_count; i++) {
        struct refund_line *line = &order->lines[i];
        struct refund_share share;

        TRY(refund_share_of(line, line->quantity - line->units_before, line->goods - line->goods_before, freight,
                            &share));
        promise(line, &share, refund);
    }
    return OK;
}

static struct status share_some(struct order *order, const struct refund_wish *wish, bool freight,
                                struct refund *refund)
{
    struct refund_line *line = &order->lines[wish->line];
    struct refund_share share;

    if (wish->line >= order->lines_count || line->quantity - line->units_before < wish->units)
        return fail(ORDER_NOT_REFUNDABLE, "nothing is left of line %d", wish->line);
    TRY(refund_claim_of(line, wish->units, REFUND_BY_UNITS, wish->percent, freight, &share));
    promise(line, &share, refund);
    return OK;
}

/* Points in proportion to what they stood for, the last refund taking the rest. */
static struct status share_points(struct world *world, const struct order *order, struct refund *refund)
{
    int64_t before = 0;
    fen fen_before = 0;

    if (refund->points_fen == 0 || order->points_discount == 0)
        return OK;
    for (int i = 0; i < world->shop.refunds_count; i++)
        if (world->shop.refunds[i].order == order_place(world, order)) {
            before += world->shop.refunds[i].points;
            fen_before += world->shop.refunds[i].points_fen;
        }
    if (!money_part(order->points, fen_before + refund->points_fen, order->points_discount, &refund->points))
        return fail(INTERNAL, "order has used %ld points", (long)order->points);
    refund->points -= before;
    return OK;
}

/* ---- what else it undoes ---- */

static struct status reverse_shares(struct world *world, struct order *order)
{
    fen base = order->amount - order->delivery, kept = 0, left, back;

    for (int i = 0; i < order->lines_count; i++)
        kept += order->lines[i].goods - order->lines[i].goods_before;
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++) {
        struct ledger_posting posting;

        if (order->shared[role] == 0)
            continue;
        TRY(share_left(order->shared[role], base, kept, &left));
        back = order->shared[role] - order->shared_back[role] - left;
        posting = role == SHARE_PARTNER ? ledger_shares_reversed(0, back) : ledger_shares_reversed(back, 0);
        order->shared_back[role] += back;
        TRY(book(world, &posting));
    }
    return OK;
}

static struct status undo_revenue(struct world *world, const struct order *order, const struct refund *refund,
                                  fen delivery)
{
    const struct ledger_sale sale = { "us", refund->amount - delivery + refund->coupon + refund->points_fen, delivery };
    struct ledger_posting posting = ledger_revenue_undone(&sale, 1);

    return order->status == ORDER_COMPLETED ? book(world, &posting) : OK;
}

static struct status give_back_discounts(struct world *world, const struct order *order, int number, bool with_coupon)
{
    const struct refund *refund = &world->shop.refunds[number];

    if (refund->points)
        TRY(job_add(world, JOB_SETTLE_POINTS, order->operation, 10 + number, 0, order->user));
    if (with_coupon && refund->whole && order->coupon != NOBODY)
        TRY(job_add(world, JOB_SETTLE_COUPON, order->operation, ORDER_RETURNS, 0, order->coupon));
    return OK;
}

static struct status refund_done(struct world *world, struct order *order, int number)
{
    struct refund *refund = &world->shop.refunds[number];
    struct ledger_posting posting = ledger_refund_paid(refund->amount);

    refund->state = REFUND_SUCCESS;
    TRY(book(world, &posting));
    order->refunded += refund->amount;
    note(world, "refund is done", number, refund->amount);
    if (order->refunded == order->amount && (order->amount > 0 || refund->whole))
        TRY(order_move(world, order, ORDER_REFUNDED));
    return tell(world, EVENT_REFUND_DONE, number);
}

/* ---- beginning ---- */

static fen delivery_promised(const struct order *order)
{
    fen sum = 0;

    for (int i = 0; i < order->lines_count; i++)
        sum += order->lines[i].delivery_before;
    return sum;
}

static struct status begin(struct world *world, struct order *order, int number, fen delivery, bool with_coupon)
{
    struct refund *refund = &world->shop.refunds[number];
    const struct ledger_worth worth = { refund->amount, refund->coupon, refund->points_fen };
    struct ledger_posting posting = ledger_refund_promised(&worth);

    TRY(undo_revenue(world, order, refund, delivery));
    TRY(reverse_shares(world, order));
    TRY(book(world, &posting));
    TRY(give_back_discounts(world, order, number, with_coupon));
    if (refund->amount == 0)
        return refund_done(world, order, number);
    return job_add(world, JOB_DRIVE_REFUND, number, 0, 0, 0);
}

struct status refund_start(struct world *world, struct order *order, const struct refund_wish *wish)
{
    int number = world->shop.refunds_count;
    struct refund *refund = &world->shop.refunds[number];
    fen delivery = delivery_promised(order);
    bool freight = order_is_here(order->status), some = wish->units > 0;

    if (number == REFUNDS_MAX)
        return fail(OVERLOADED, "no room for another refund");
    if (some && !after_sale_fits(AFTER_SALE_REFUND, order->status))
        return fail(ORDER_NOT_REFUNDABLE, "it is %s", order_status_name(order->status));
    *refund = (struct refund){
        .order = order_place(world, order), .state = REFUND_REQUESTED, .reason = wish->reason, .number = number + 1
    };
    for (int i = 0; i < order->lines_count && wish->discounts_are_back; i++)
        order->lines[i].coupon = order->lines[i].points = 0;
    TRY(some ? share_some(order, wish, freight, refund) : share_all(order, freight, refund));
    refund->whole = refund_nothing_left(order->lines, (size_t)order->lines_count);
    TRY(share_points(world, order, refund));
    world->shop.refunds_count++;
    note(world, "refund", refund->order, refund->amount);
    if (world->mutant == MUTANT_REFUND_BEFORE_RECORD)
        wechat_refund(world, refund->number, refund->order, refund->amount);
    return begin(world, order, number, delivery_promised(order) - delivery, !wish->discounts_are_back);
}

/* ---- what WeChat says ---- */

struct status refund_apply(struct world *world, int number, enum refund_state state)
{
    struct refund *refund = &world->shop.refunds[number];

    if (!refund_may_move(refund->state, state))
        return OK; /* known, or older than what is known */
    if (state == REFUND_SUCCESS)
        return refund_done(world, &world->shop.orders[refund->order], number);
    refund->state = state;
    return OK;
}

static enum refund_state ask(struct world *world, const struct refund *refund, int64_t number)
{
    enum refund_state state = refund->state == REFUND_PROCESSING ? wechat_refund_query(world, number) : REFUND_NONE;

    return state == REFUND_NONE ? wechat_refund(world, number, refund->order, refund->amount) : state;
}

enum progress refund_drive(struct world *world, struct task *task)
{
    const struct refund *refund = &world->shop.refunds[task->job.key];
    enum fate fate;

    if (task->at == AT_ASK) {
        if (refund_is_settled(refund->state))
            return IS_DONE;
        task->at = AT_APPLY;
        task->number = refund->number;
        if (world->mutant == MUTANT_REFUND_NUMBER_RANDOM)
            task->number += 1000 * chance_below(&world->chance, 1000);
        fate = call_fate(world);
        fate_follow(world, fate,
                    (struct message){ MESSAGE_CALL, CALL_WECHAT_REFUND, (int)task->number, task->job.key, 0 });
        if (!fate_happens_now(fate))
            return HAS_FAILED;
        task->refund = ask(world, refund, task->number);
        return fate_is_heard(fate) && task->refund != REFUND_NONE ? GOES_ON : HAS_FAILED;
    }
    tx_begin(&world->shop_store);
    if (!close_well(world, refund_apply(world, task->job.key, task->refund), "a refund"))
        return HAS_FAILED;
    return refund_is_settled(task->refund) ? IS_DONE : HAS_FAILED;
}
