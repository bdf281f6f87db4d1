/* What replicas are at: a task goes on by a step at a time, and is gone when its replica is. */
#include "simulation/actors/actors.h"

#define DEADLINE_US (3 * US_PER_S)
#define JOB_TASK_US (20 * US_PER_S)

struct task *task_begin(struct world *world, enum task_kind kind, int subject, int extra)
{
    for (int i = 0; i < TASKS_MAX; i++) {
        struct task *task = &world->tasks[i];

        if (task->kind != TASK_NONE)
            continue;
        *task = (struct task){ .kind = kind,
                               .replica = chance_below(&world->chance, REPLICAS),
                               .subject = subject,
                               .extra = extra,
                               .deadline_us = world->now_us + (kind == TASK_JOB ? JOB_TASK_US : DEADLINE_US) };
        return task;
    }
    return NULL;
}

void crash(struct world *world, int replica)
{
    note(world, "crash", replica, 0);
    for (int i = 0; i < TASKS_MAX; i++)
        if (world->tasks[i].replica == replica)
            world->tasks[i].kind = TASK_NONE;
    world->replicas[replica] = (struct replica){ .read_to = world->replicas[replica].read_to };
}

/* ---- one transaction ---- */

static struct status simply(struct world *world, const struct task *task)
{
    struct order *order = &world->shop.orders[task->subject];
    const struct refund_wish some = { .reason = REFUND_FOR_AFTER_SALE,
                                      .line = task->extra % LINES_MAX,
                                      .units = 1,
                                      .percent = task->extra >= LINES_MAX ? 50 : 100 };

    switch (task->at) {
    case MESSAGE_LEAVE:
        return order_leave(world, order);
    case MESSAGE_HAND_OUT:
        return order_hand_out(world, order);
    default:
        return refund_start(world, order, &some);
    }
}

static void simple_goes_on(struct world *world, struct task *task)
{
    struct status status;

    tx_begin(&world->shop_store);
    status = simply(world, task);
    check_refusal(world, status, "one transaction");
    if (ok(status))
        tx_commit(world, &world->shop_store);
    else
        tx_rollback(&world->shop_store);
    task->kind = TASK_NONE;
}

/* ---- one step of any ---- */

/* Nothing is begun for somebody who has given up: the transaction is refused at its beginning. */
static bool is_over(const struct world *world, const struct task *task)
{
    return task->kind != TASK_NOTICE && world->now_us >= task->deadline_us && world->mutant != MUTANT_DEADLINE_IGNORED;
}

static void go_on(struct world *world, struct task *task)
{
    note(world, "task", (int64_t)task->kind * 100 + task->at, task->subject);
    if (is_over(world, task)) {
        task->kind = TASK_NONE;
        return;
    }
    switch (task->kind) {
    case TASK_FLASH:
        flash_go_on(world, task);
        break;
    case TASK_PLACE:
        placing_go_on(world, task);
        break;
    case TASK_PREPAY:
        prepaying_go_on(world, task);
        break;
    case TASK_CLOSE:
        if (closing_goes_on(world, task) != GOES_ON)
            task->kind = TASK_NONE;
        break;
    case TASK_SIMPLE:
        simple_goes_on(world, task);
        break;
    case TASK_NOTICE:
        notice_go_on(world, task);
        break;
    case TASK_JOB:
        job_go_on(world, task);
        break;
    case TASK_NONE:
        break;
    }
}

bool task_go_on(struct world *world)
{
    int from = chance_below(&world->chance, TASKS_MAX);

    for (int i = 0; i < TASKS_MAX; i++) {
        struct task *task = &world->tasks[(from + i) % TASKS_MAX];

        if (task->kind == TASK_NONE)
            continue;
        go_on(world, task);
        return true;
    }
    return false;
}

/* ---- flash sales: what came meanwhile is one batch ---- */

static void queue(struct world *world, int request)
{
    struct replica *replica = &world->replicas[chance_below(&world->chance, REPLICAS)];

    if (replica->queue_count < QUEUE_MAX)
        replica->queue[replica->queue_count++] = request;
}

static bool has_user(const struct world *world, const struct task *task, int user)
{
    for (int i = 0; i < task->batch_count; i++)
        if (world->requests[task->batch[i]].user == user)
            return true;
    return false;
}

/* Of each buyer one; his others wait for the next batch. */
static bool take_batch(struct world *world, struct replica *replica, int number)
{
    struct task *task = replica->queue_count ? task_begin(world, TASK_FLASH, 0, 0) : NULL;
    int kept = 0;

    if (!task)
        return false;
    task->replica = number;
    task->deadline_us = INT64_MAX; /* each item has its own */
    for (int i = 0; i < replica->queue_count; i++)
        if (has_user(world, task, world->requests[replica->queue[i]].user))
            replica->queue[kept++] = replica->queue[i];
        else
            task->batch[task->batch_count++] = replica->queue[i];
    replica->queue_count = kept;
    return true;
}

bool begin_batch(struct world *world)
{
    int from = chance_below(&world->chance, REPLICAS);

    for (int i = 0; i < REPLICAS; i++) {
        int number = (from + i) % REPLICAS;

        if (take_batch(world, &world->replicas[number], number))
            return true;
    }
    return false;
}

/* ---- messages ---- */

static void place(struct world *world, int request)
{
    struct task *task;

    if (world->requests[request].wish == WISH_FLASH) {
        queue(world, request);
        return;
    }
    task = task_begin(world, TASK_PLACE, request, 0);
    if (task)
        task->deadline_us = world->requests[request].deadline_us;
}

static void simple(struct world *world, const struct message *message)
{
    struct task *task = task_begin(world, TASK_SIMPLE, message->a, message->b);

    if (task)
        task->at = (int)message->type;
}

static void cancel(struct world *world, int order)
{
    struct task *task = task_begin(world, TASK_CLOSE, order, 0);

    if (task)
        task->reason = CANCEL_BY_BUYER;
}

void receive(struct world *world, const struct message *message)
{
    switch (message->type) {
    case MESSAGE_REQUEST:
        place(world, message->a);
        break;
    case MESSAGE_ANSWER:
        buyer_hears(world, message->a, message->b);
        break;
    case MESSAGE_PAY:
        task_begin(world, TASK_PREPAY, message->a, 0);
        break;
    case MESSAGE_PREPAID:
        world->may_pay[message->a] = true;
        break;
    case MESSAGE_CANCEL:
        cancel(world, message->a);
        break;
    case MESSAGE_LEAVE:
    case MESSAGE_REFUND:
    case MESSAGE_HAND_OUT:
        simple(world, message);
        break;
    case MESSAGE_NOTICE:
        task_begin(world, TASK_NOTICE, message->a, 0);
        break;
    case MESSAGE_CALL:
        late_call(world, message);
        break;
    case MESSAGE_NONE:
        break;
    }
}
