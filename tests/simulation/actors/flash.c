/* A flash sale: one transaction for what came meanwhile, out of the replica's own bucket, or of all of them when that
 * one runs dry. */
#include "groupbuy/domain/flash.h"

#include "simulation/actors/baskets.h"

#define PAY_WITHIN_US (60 * US_PER_S)
#define HOMES         2

struct batch {
    struct flash_sale sale;
    struct flash_item items[QUEUE_MAX];
    int64_t homes_held[HOMES];
    int bucket; /* ours */
};

static const struct request *asked(const struct world *world, const struct task *task, int i)
{
    return &world->requests[task->batch[i]];
}

/* Users 0 and 1 live together, and 2 and 3. */
static const size_t home_of[] = { 0, 0, 1, 1 };

static int64_t unsold(const struct world *world, const struct task *task, int bucket)
{
    const struct sale *sale = &world->shop.sales[SALE_FLASH];
    int64_t sum = 0;

    if (world->mutant == MUTANT_COUNTER_IS_THE_AUTHORITY)
        return world->counter < 0 ? 0 : world->counter;
    if (world->mutant == MUTANT_STOCK_READ_THEN_WRITTEN && !task->all_buckets)
        return task->seen;
    for (int i = 0; i < sale->buckets; i++)
        sum += task->all_buckets || i == bucket ? sale->unsold[i] : 0;
    return sum;
}

static bool nothing_to_sell(const struct world *world)
{
    const struct sale *sale = &world->shop.sales[SALE_FLASH];

    return sale->sold_out || world->now_us < sale->starts_us || world->now_us >= sale->ends_us;
}

static void describe(struct world *world, const struct task *task, struct batch *batch)
{
    const struct sale *sale = &world->shop.sales[SALE_FLASH];

    batch->bucket = task->replica % sale->buckets;
    batch->sale = (struct flash_sale){
        .campaign_id = "flash",
        .product_id = "flash",
        .level_name = "",
        .starts_at_us = sale->starts_us,
        .ends_at_us = sale->ends_us,
        .per_user_limit = sale->per_user_limit,
        .per_household_limit = sale->per_household_limit,
        .homes_held = batch->homes_held,
        .unsold = nothing_to_sell(world) ? 0 : unsold(world, task, batch->bucket),
    };
    for (size_t user = 0; user < sizeof home_of / sizeof *home_of; user++)
        batch->homes_held[home_of[user]] += units_held(world, (int)user, KIND_FLASH_SALE, NOBODY);
}

static struct flash_item item_of(struct world *world, const struct task *task, int i)
{
    const struct request *request = asked(world, task, i);
    bool read_before = world->mutant == MUTANT_LIMIT_OUTSIDE_THE_LOCK;
    bool forgotten = world->mutant == MUTANT_RETRY_WITHOUT_KEY && task->extra;

    return (struct flash_item){
        .quantity = request->quantity,
        .held =
            read_before ? task->held_before[request->user] : units_held(world, request->user, KIND_FLASH_SALE, NOBODY),
        .homes = request->user < 4 ? &home_of[request->user] : NULL,
        .homes_count = request->user < 4,
        .key_known = !forgotten && order_of_key(world, task->batch[i]) != NULL,
        .same_body = true,
        .standing = STANDING_MEMBER,
        .deadline_us = world->mutant == MUTANT_DEADLINE_IGNORED ? 0 : request->deadline_us,
    };
}

/* ---- writing ---- */

static struct status make_order(struct world *world, const struct task *task, int i, int bucket)
{
    const struct request *request = asked(world, task, i);
    struct order *order = order_new(world, task->batch[i], 0);
    struct basket basket;

    if (!order)
        return fail(OVERLOADED, "no room for another order");
    basket_of(world, request, &basket);
    TRY(basket_compute(&basket));
    basket_write(&basket, order);
    order->user = request->user;
    order->kind = KIND_FLASH_SALE;
    order->bucket = bucket;
    order->quantity = request->quantity;
    order->created_us = world->now_us;
    order->pay_by_us = world->now_us + PAY_WITHIN_US;
    TRY(order_move(world, order, ORDER_PENDING_PAYMENT));
    return tell(world, EVENT_PLACED, order_place(world, order));
}

/* Ours first; when all are locked it is filled up from the others. */
static void take_units(struct world *world, const struct task *task, int bucket, int64_t taken)
{
    struct sale *sale = &world->shop.sales[SALE_FLASH];

    world->counter -= taken;
    if (world->mutant == MUTANT_STOCK_READ_THEN_WRITTEN && !task->all_buckets)
        sale->unsold[bucket] = task->seen;
    for (int i = 0; i < sale->buckets && task->all_buckets && sale->unsold[bucket] < taken; i++) {
        int64_t missing = taken - sale->unsold[bucket];
        int64_t part = i == bucket ? 0 : sale->unsold[i] < missing ? sale->unsold[i] : missing;

        sale->unsold[i] -= part;
        sale->unsold[bucket] += part;
    }
    sale->unsold[bucket] -= taken;
}

static int64_t left_in_all(const struct sale *sale)
{
    int64_t left = 0;

    for (int i = 0; i < sale->buckets; i++)
        left += sale->unsold[i];
    return left;
}

static struct status write(struct world *world, const struct task *task, const struct batch *batch, int64_t taken)
{
    struct sale *sale = &world->shop.sales[SALE_FLASH];

    take_units(world, task, batch->bucket, taken);
    for (int i = 0; i < task->batch_count; i++)
        if (batch->items[i].outcome == FLASH_ORDERED)
            TRY(make_order(world, task, i, batch->bucket));
    if ((task->all_buckets || sale->buckets == 1) && left_in_all(sale) == 0)
        sale->sold_out = true;
    return OK;
}

static void answer(struct world *world, const struct task *task, const struct batch *batch)
{
    for (int i = 0; i < task->batch_count; i++) {
        const struct order *order = order_of_key(world, task->batch[i]);
        struct status status = flash_status(batch->items[i].outcome, &batch->sale);

        check_refusal(world, status, "a flash sale");
        if (failed_with(status, TIMED_OUT))
            continue;
        send(world, (struct message){ MESSAGE_ANSWER, task->batch[i],
                                      ok(status) && order ? order_place(world, order) : NOBODY, 0, 0 });
    }
}

/* ---- steps ---- */

/* Mutants read here what they use later. */
static void read_before(struct world *world, struct task *task)
{
    const struct sale *sale = &world->shop.sales[SALE_FLASH];

    for (int user = 0; user < USERS_MAX; user++)
        task->held_before[user] = units_held(world, user, KIND_FLASH_SALE, NOBODY);
    task->seen = sale->unsold[task->replica % sale->buckets];
    task->at = 1;
}

static void commit(struct world *world, struct task *task, const struct batch *batch, struct status written)
{
    enum heard heard = HEARD_FAILED;

    task->kind = TASK_NONE;
    check_refusal(world, written, "orders of a flash sale");
    if (ok(written))
        heard = tx_commit(world, &world->shop_store);
    else
        tx_rollback(&world->shop_store);
    if (heard == HEARD_DONE)
        answer(world, task, batch);
    if (heard == HEARD_NOTHING && world->mutant == MUTANT_RETRY_WITHOUT_KEY && !task->extra) {
        task->kind = TASK_FLASH;
        task->extra = 1;
    }
}

void flash_go_on(struct world *world, struct task *task)
{
    const struct sale *sale = &world->shop.sales[SALE_FLASH];
    struct batch batch = { 0 };
    int64_t taken;
    bool dry, all;

    if (task->at == 0 &&
        (world->mutant == MUTANT_LIMIT_OUTSIDE_THE_LOCK || world->mutant == MUTANT_STOCK_READ_THEN_WRITTEN)) {
        read_before(world, task);
        return;
    }
    tx_begin(&world->shop_store);
    describe(world, task, &batch);
    for (int i = 0; i < task->batch_count; i++)
        batch.items[i] = item_of(world, task, i);
    taken = flash_decide(&batch.sale, world->now_us, batch.items, (size_t)task->batch_count, &dry);
    all = task->all_buckets || sale->buckets == 1 || world->mutant == MUTANT_COUNTER_IS_THE_AUTHORITY;
    if (!nothing_to_sell(world) && (dry || batch.sale.unsold == 0) && !all) {
        tx_rollback(&world->shop_store);
        task->all_buckets = true;
        return;
    }
    commit(world, task, &batch, write(world, task, &batch, taken));
}
