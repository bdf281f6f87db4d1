/* Orders of teams and of the shelf: an operation is claimed, coupon and points are locked, then one transaction places
 * the order or what was locked goes back. */
#include "groupbuy/domain/audience.h"
#include "groupbuy/domain/campaign.h"
#include "groupbuy/domain/reasons.h"
#include "simulation/actors/baskets.h"

#define LEASE_US      (10 * US_PER_S) /* longer than anybody waits */
#define SLOW_US       (30 * US_PER_S)
#define PAY_WITHIN_US (90 * US_PER_S)

enum { AT_CLAIM, AT_COUPON, AT_POINTS, AT_PLACE, AT_GIVE_BACK, AT_FORGET };

static void end(struct task *task)
{
    task->kind = TASK_NONE;
}

static void answer(struct world *world, struct task *task, int order)
{
    send(world, (struct message){ MESSAGE_ANSWER, task->subject, order, 0, 0 });
    end(task);
}

static const struct request *wanted(const struct world *world, const struct task *task)
{
    return &world->requests[task->subject];
}

/* ---- before ---- */

static fen prices_of(const struct world *world, const struct request *request)
{
    fen sum = 0;

    for (int i = 0; i < request->lines_count && request->wish == WISH_PLAIN; i++)
        sum += world->shop.skus[request->sku[i]].price;
    return sum;
}

static void claim(struct world *world, struct task *task)
{
    int order = NOBODY;
    enum claim found;

    tx_begin(&world->shop_store);
    task->prices_seen = prices_of(world, wanted(world, task));
    found = operation_claim(world, task->subject, LEASE_US, &task->operation, &order);
    if (tx_commit(world, &world->shop_store) != HEARD_DONE || found == CLAIM_BUSY)
        end(task);
    else if (found == CLAIM_REPLAY)
        answer(world, task, order);
    else
        task->at = wanted(world, task)->coupon != NOBODY ? AT_COUPON
                   : wanted(world, task)->points         ? AT_POINTS
                                                         : AT_PLACE;
}

/* Refused: what was locked goes back, and the operation is forgotten. */
static void refuse(struct world *world, struct task *task, struct status status)
{
    check_refusal(world, status, "an order");
    task->at = wanted(world, task)->coupon != NOBODY || wanted(world, task)->points ? AT_GIVE_BACK : AT_FORGET;
}

static void lock_coupon(struct world *world, struct task *task)
{
    const struct request *request = wanted(world, task);
    struct voucher_offer offer = { 0 };
    enum fate fate;
    struct status status = OK;
    enum heard heard = HEARD_NOTHING;

    task->at = request->points ? AT_POINTS : AT_PLACE;
    fate = call_fate(world);
    fate_follow(world, fate, (struct message){ MESSAGE_CALL, CALL_LOCK_COUPON, task->subject, task->operation, 0 });
    if (fate_happens_now(fate)) {
        tx_begin(&world->voucher_store);
        status = voucher_lock(world, task->subject, task->operation, &offer);
        if (ok(status))
            heard = tx_commit(world, &world->voucher_store);
        else
            tx_rollback(&world->voucher_store);
    }
    if (fate_is_heard(fate) && !ok(status)) {
        refuse(world, task, status);
    } else if (!fate_is_heard(fate) || heard != HEARD_DONE) {
        end(task); /* in passing: he asks again */
    } else {
        task->coupon_discount = offer.discount;
        for (int i = 0; i < LINES_MAX; i++)
            task->eligible[i] = offer.eligible[i];
    }
}

static fen goods_after_coupon(const struct world *world, const struct task *task)
{
    struct basket basket;
    fen goods = 0;

    basket_of(world, wanted(world, task), &basket);
    for (size_t i = 0; i < basket.price.lines_count; i++)
        goods += basket_line_amount(&basket.lines[i]);
    return goods > task->coupon_discount ? goods - task->coupon_discount : 0;
}

static void lock_points(struct world *world, struct task *task)
{
    struct voucher_offer offer = { 0 };
    fen goods = goods_after_coupon(world, task);
    struct status status = OK;
    enum heard heard = HEARD_NOTHING;
    enum fate fate;

    task->at = AT_PLACE;
    fate = call_fate(world);
    fate_follow(world, fate,
                (struct message){ MESSAGE_CALL, CALL_LOCK_POINTS, task->subject, task->operation, (int)goods });
    if (fate_happens_now(fate)) {
        tx_begin(&world->voucher_store);
        status = purse_lock(world, task->subject, task->operation, goods, &offer);
        if (ok(status))
            heard = tx_commit(world, &world->voucher_store);
        else
            tx_rollback(&world->voucher_store);
    }
    if (fate_is_heard(fate) && !ok(status)) {
        refuse(world, task, status);
    } else if (!fate_is_heard(fate) || heard != HEARD_DONE) {
        end(task);
    } else {
        task->points = offer.points;
        task->points_discount = offer.discount;
    }
}

/* ---- units ---- */

static struct status take_of_sale(struct world *world, struct order *order)
{
    struct sale *sale = &world->shop.sales[SALE_TEAM];
    int64_t left = 0;

    if (units_held(world, order->user, KIND_TEAM_BUY, NOBODY) > sale->per_user_limit)
        return fail(LIMIT_REACHED, "%d a person", sale->per_user_limit);
    for (order->bucket = 0; order->bucket < sale->buckets; order->bucket++)
        if (sale->unsold[order->bucket] >= order->quantity)
            break;
    if (order->bucket == sale->buckets)
        return fail(SOLD_OUT, "no bucket has %d", order->quantity);
    sale->unsold[order->bucket] -= order->quantity;
    for (int i = 0; i < sale->buckets; i++)
        left += sale->unsold[i];
    sale->sold_out = left == 0;
    return OK;
}

static struct status take_of_shelf(struct world *world, struct order *order)
{
    for (int i = 0; i < order->lines_count; i++) {
        struct sku *sku = &world->shop.skus[order->sku[i]];

        if (sku->stock < order->lines[i].quantity)
            return fail(STOCK_SHORT, "SKU %d has %ld", order->sku[i], (long)sku->stock);
        if (sku->per_user_limit && units_held(world, order->user, KIND_PLAIN, order->sku[i]) > sku->per_user_limit)
            return fail(LIMIT_REACHED, "%d of SKU %d a person", sku->per_user_limit, order->sku[i]);
        sku->stock -= order->lines[i].quantity;
    }
    return OK;
}

/* Once, to where they came from. */
void units_give_back(struct world *world, struct order *order)
{
    struct sale *sale = &world->shop.sales[order->kind == KIND_FLASH_SALE ? SALE_FLASH : SALE_TEAM];

    if (order->units_back && world->mutant != MUTANT_UNITS_GO_BACK_TWICE)
        return;
    order->units_back = true;
    for (int i = 0; i < order->lines_count && order->kind == KIND_PLAIN; i++)
        world->shop.skus[order->sku[i]].stock += order->lines[i].quantity;
    if (order->kind == KIND_PLAIN)
        return;
    sale->unsold[order->bucket] += order->quantity;
    if (order->kind == KIND_FLASH_SALE)
        world->counter += order->quantity;
    if (world->mutant != MUTANT_SOLD_OUT_FOR_GOOD)
        sale->sold_out = false;
}

/* ---- placing ---- */

static struct status price(struct world *world, const struct task *task, struct order *order)
{
    const struct request *request = wanted(world, task);
    struct basket basket;

    basket_of(world, request, &basket);
    basket.price.coupon_discount = task->coupon_discount;
    basket.price.points_discount = task->points_discount;
    for (size_t i = 0; i < basket.price.lines_count; i++)
        basket.lines[i].coupon_eligible = task->eligible[i];
    TRY(basket_deliver(world, request, &basket));
    TRY(basket_compute(&basket));
    basket_write(&basket, order);
    for (int i = 0; i < order->lines_count; i++)
        order->sku[i] = request->sku[i];
    return OK;
}

static struct status enter_team(struct world *world, const struct request *request, struct order *order)
{
    const struct sale *sale = &world->shop.sales[SALE_TEAM];
    const struct team *team;
    int place = order_place(world, order);

    TRY(audience_admit(STANDING_MEMBER, "team", ""));
    if (request->wish == WISH_START_TEAM) {
        TRY(campaign_is_open("team", sale->starts_us, sale->ends_us, world->now_us));
        TRY(team_start(world, order->user, place, world->now_us, &order->team));
    } else {
        order->team = request->team;
        TRY(team_admit(&world->shop.teams[order->team].team, world->now_us));
        TRY(team_seat(world, order->team, order->user, place));
    }
    team = &world->shop.teams[order->team].team;
    if (team->deadline_us < order->pay_by_us)
        order->pay_by_us = team->deadline_us;
    return take_of_sale(world, order);
}

static struct status place(struct world *world, const struct task *task, int *ret_order)
{
    const struct request *request = wanted(world, task);
    struct order *order = order_new(world, task->subject, task->operation);

    if (!order)
        return fail(OVERLOADED, "no room for another order");
    if (prices_of(world, request) != task->prices_seen)
        return fail(PRICE_CHANGED, "it costs %ld now", (long)prices_of(world, request));
    *ret_order = order_place(world, order);
    order->user = request->user;
    order->kind = request->wish == WISH_PLAIN ? KIND_PLAIN : KIND_TEAM_BUY;
    order->quantity = request->quantity;
    order->coupon = request->coupon;
    order->points = task->points;
    order->late = request->late;
    order->created_us = world->now_us;
    order->pay_by_us = world->now_us + PAY_WITHIN_US;
    TRY(price(world, task, order));
    TRY(request->wish == WISH_PLAIN ? take_of_shelf(world, order) : enter_team(world, request, order));
    TRY(order_move(world, order, ORDER_PENDING_PAYMENT));
    TRY(tell(world, EVENT_PLACED, *ret_order));
    return operation_finish(world, task->subject, task->operation, *ret_order);
}

static void place_it(struct world *world, struct task *task)
{
    struct status status;
    int order = NOBODY;

    tx_begin(&world->shop_store);
    status = place(world, task, &order);
    if (!ok(status)) {
        tx_rollback(&world->shop_store);
        if (failed_with(status, CONFLICT))
            end(task);
        else
            refuse(world, task, status);
        return;
    }
    if (tx_commit(world, &world->shop_store) == HEARD_DONE)
        answer(world, task, order);
    else
        end(task);
}

/* ---- refused ---- */

/* MUTANT_RELEASE_APART: its worker dies in this moment, another one finds the operation as it was. */
static void take_up_again(const struct world *world, struct task *task)
{
    task->prices_seen = prices_of(world, wanted(world, task));
    task->at = wanted(world, task)->coupon != NOBODY ? AT_COUPON : AT_POINTS;
}

/* In one transaction with the end of the operation: taken up again it would lock what is about to be let go. */
static void give_back(struct world *world, struct task *task)
{
    const struct request *request = wanted(world, task);
    bool apart = world->mutant == MUTANT_RELEASE_APART;
    int64_t heard_us = apart ? world->now_us + SLOW_US : 0; /* a moment in which coupons hears nothing */
    struct status status = OK;

    tx_begin(&world->shop_store);
    if (request->coupon != NOBODY)
        status = job_add(world, JOB_SETTLE_COUPON, task->operation, ORDER_RELEASES, heard_us, request->coupon);
    if (ok(status) && request->points)
        status = job_add(world, JOB_SETTLE_POINTS, task->operation, ORDER_RELEASES, heard_us, request->user);
    if (ok(status) && !apart)
        status = operation_forget(world, task->subject, task->operation);
    if (!close_well(world, status, "giving back"))
        end(task);
    else if (apart && world->calm)
        task->at = AT_FORGET;
    else if (apart)
        take_up_again(world, task);
    else
        answer(world, task, NOBODY);
}

static void forget(struct world *world, struct task *task)
{
    struct status status;

    tx_begin(&world->shop_store);
    status = operation_forget(world, task->subject, task->operation);
    if (ok(status) && tx_commit(world, &world->shop_store) == HEARD_DONE)
        answer(world, task, NOBODY);
    else
        end(task);
}

void placing_go_on(struct world *world, struct task *task)
{
    switch (task->at) {
    case AT_CLAIM:
        claim(world, task);
        break;
    case AT_COUPON:
        lock_coupon(world, task);
        break;
    case AT_POINTS:
        lock_points(world, task);
        break;
    case AT_PLACE:
        place_it(world, task);
        break;
    case AT_GIVE_BACK:
        give_back(world, task);
        break;
    default:
        forget(world, task);
    }
}
