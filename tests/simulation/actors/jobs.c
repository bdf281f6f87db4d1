/* Work that must happen: rows that are leased while somebody is at them, and come back until they are done. */
#include "groupbuy/domain/schedule.h"
#include "simulation/actors/actors.h"

#define LEASE_US     (30 * US_PER_S) /* longer than a task may last */
#define AGAIN_US_MAX (60 * US_PER_S)
#define OF_VOUCHERS  1

bool close_well(struct world *world, struct status status, const char *where)
{
    check_refusal(world, status, where);
    if (ok(status))
        return tx_commit(world, &world->shop_store) == HEARD_DONE;
    tx_rollback(&world->shop_store);
    return false;
}

static struct job *jobs_of(struct world *world, int service)
{
    return service == OF_VOUCHERS ? world->vouchers.jobs : world->shop.jobs;
}

/* ---- beginning and ending ---- */

static bool is_due(const struct world *world, const struct job *job)
{
    return job->kind != JOB_NONE && job->due_us <= world->now_us && job->lease_until_us <= world->now_us;
}

static bool begin_of(struct world *world, int service)
{
    struct job *jobs = jobs_of(world, service);
    int from = chance_below(&world->chance, JOBS_MAX);

    for (int i = 0; i < JOBS_MAX; i++) {
        struct job *job = &jobs[(from + i) % JOBS_MAX];
        struct task *task = is_due(world, job) ? task_begin(world, TASK_JOB, job->key, service) : NULL;

        if (!task)
            continue;
        job->lease_until_us = world->now_us + LEASE_US;
        task->job = *job;
        task->job_place = (int)(job - jobs);
        task->reason = (enum cancel_reason)job->payload;
        return true;
    }
    return false;
}

bool begin_job(struct world *world)
{
    int first = chance_below(&world->chance, 2);

    return begin_of(world, first) || begin_of(world, !first);
}

/* Whose lease lapsed changes nothing. */
static void end_job(struct world *world, struct task *task, enum progress progress)
{
    struct job *job = &world->shop.jobs[task->job_place];

    if (progress == GOES_ON)
        return;
    task->kind = TASK_NONE;
    if (job->kind != task->job.kind || job->key != task->job.key || job->part != task->job.part ||
        job->lease_until_us != task->job.lease_until_us)
        return;
    tx_begin(&world->shop_store);
    if (progress == IS_DONE) {
        *job = (struct job){ .kind = JOB_NONE };
    } else {
        job->lease_until_us = 0;
        job->due_us = world->now_us + chance_between(&world->chance, US_PER_S, AGAIN_US_MAX);
    }
    tx_commit(world, &world->shop_store);
}

/* ---- each kind ---- */

static enum progress in_one(struct world *world, struct status status, const char *where)
{
    return close_well(world, status, where) ? IS_DONE : HAS_FAILED;
}

/* The next look is added before this one asks, so that a crash loses none. */
static struct status look_later(struct world *world, struct task *task, bool *ret_waits)
{
    const struct payment *payment = &world->shop.payments[task->subject];
    const struct order *order = &world->shop.orders[task->subject];
    int64_t next_us = payment_look_us(payment->began_us, task->job.part + 1, order->pay_by_us);

    *ret_waits = order->status == ORDER_PENDING_PAYMENT;
    return *ret_waits && next_us ? job_add(world, JOB_LOOK_AT_PAYMENT, task->subject, task->job.part + 1, next_us, 0)
                                 : OK;
}

static enum progress look(struct world *world, struct task *task)
{
    const struct trade *trade = &world->wechat.trades[task->subject];
    bool waits;

    if (task->at == 1) {
        if (!fate_is_heard(call_fate(world)))
            return HAS_FAILED;
        task->at = 2;
        return trade->state == TRADE_PAID ? GOES_ON : IS_DONE;
    }
    tx_begin(&world->shop_store);
    if (task->at == 2)
        return in_one(world, payment_apply(world, task->subject, trade->transaction, trade->amount, trade->paid_us),
                      "a look");
    if (!close_well(world, look_later(world, task, &waits), "a look"))
        return HAS_FAILED;
    task->at = 1;
    return waits ? GOES_ON : IS_DONE;
}

static struct status settle(struct world *world, enum job_kind kind, int operation, int part, int payload)
{
    if (kind == JOB_SETTLE_COUPON)
        return voucher_move(world, payload, operation, (enum lock_event)part);
    if (part < 10)
        return purse_move(world, payload, operation, (enum lock_event)part);
    return purse_return(world, payload, operation, part - 10, world->shop.refunds[part - 10].points);
}

static bool settle_now(struct world *world, enum job_kind kind, int operation, int part, int payload)
{
    struct status status;

    tx_begin(&world->voucher_store);
    status = settle(world, kind, operation, part, payload);
    check_refusal(world, status, "settling coupons and points");
    if (ok(status))
        return tx_commit(world, &world->voucher_store) == HEARD_DONE;
    tx_rollback(&world->voucher_store);
    return false;
}

/* Told until it is heard. */
static enum progress settle_there(struct world *world, struct task *task)
{
    const struct job *job = &task->job;
    enum fate fate = call_fate(world);
    bool done;

    fate_follow(world, fate,
                (struct message){ MESSAGE_CALL, job->kind == JOB_SETTLE_COUPON ? CALL_COUPON : CALL_POINTS, job->key,
                                  job->part, job->payload });
    if (!fate_happens_now(fate))
        return HAS_FAILED;
    done = settle_now(world, job->kind, job->key, job->part, job->payload);
    return done && fate_is_heard(fate) ? IS_DONE : HAS_FAILED;
}

static enum progress step_of(struct world *world, struct task *task)
{
    switch (task->job.kind) {
    case JOB_CLOSE_UNPAID:
        return closing_goes_on(world, task);
    case JOB_LOOK_AT_PAYMENT:
        return look(world, task);
    case JOB_EXPIRE_TEAM:
        tx_begin(&world->shop_store);
        return in_one(world, team_run_out(world, task->subject), "a team's end");
    case JOB_SPONSOR_TEAM:
        tx_begin(&world->shop_store);
        return in_one(world, team_sponsor_seats(world, task->subject), "sponsored seats");
    case JOB_COMPLETE:
        tx_begin(&world->shop_store);
        return in_one(world, order_complete(world, &world->shop.orders[task->subject]), "completion");
    case JOB_DRIVE_REFUND:
        return refund_drive(world, task);
    default:
        return settle_there(world, task);
    }
}

void job_go_on(struct world *world, struct task *task)
{
    if (task->extra == OF_VOUCHERS)
        lock_check(world, task);
    else
        end_job(world, task, step_of(world, task));
}

/* ---- calls that come late ---- */

static void voucher_call(struct world *world, const struct message *call)
{
    struct voucher_offer offer;
    struct status status;

    tx_begin(&world->voucher_store);
    status = call->a == CALL_LOCK_COUPON ? voucher_lock(world, call->b, call->c, &offer)
                                         : purse_lock(world, call->b, call->c, call->d, &offer);
    check_refusal(world, status, "a late lock");
    if (ok(status))
        tx_commit(world, &world->voucher_store);
    else
        tx_rollback(&world->voucher_store);
}

void late_call(struct world *world, const struct message *call)
{
    note(world, "late call", call->a, call->b);
    switch ((enum voucher_call)call->a) {
    case CALL_LOCK_COUPON:
    case CALL_LOCK_POINTS:
        voucher_call(world, call);
        break;
    case CALL_COUPON:
        settle_now(world, JOB_SETTLE_COUPON, call->b, call->c, call->d);
        break;
    case CALL_POINTS:
        settle_now(world, JOB_SETTLE_POINTS, call->b, call->c, call->d);
        break;
    case CALL_PREPAY:
        wechat_prepay(world, call->b, call->c);
        break;
    case CALL_CLOSE:
        wechat_close(world, call->b);
        break;
    case CALL_WECHAT_REFUND:
        wechat_refund(world, call->b, world->shop.refunds[call->c].order, world->shop.refunds[call->c].amount);
        break;
    default:
        break;
    }
}

/* ---- the orders are their own timers, and so are operations that nobody is at ---- */

static void finish_operations(struct world *world)
{
    for (int i = 0; i < world->requests_count; i++) {
        const struct operation *operation = &world->shop.operations[i];

        if (operation->open && !operation->done && operation->lease_until_us <= world->now_us)
            task_begin(world, TASK_PLACE, i, 0);
    }
}

void find_unpaid(struct world *world)
{
    struct status status = OK;

    tx_begin(&world->shop_store);
    for (int i = 0; i < world->shop.orders_count && ok(status); i++)
        if (world->shop.orders[i].status == ORDER_PENDING_PAYMENT && world->shop.orders[i].pay_by_us <= world->now_us)
            status = job_add(world, JOB_CLOSE_UNPAID, i, 0, 0, CANCEL_UNPAID);
    close_well(world, status, "unpaid orders");
    finish_operations(world);
}

static int64_t due_of(const struct job *job)
{
    if (job->kind == JOB_NONE)
        return INT64_MAX;
    return job->due_us > job->lease_until_us ? job->due_us : job->lease_until_us;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t next_due_us(const struct world *world)
{
    int64_t next_us = INT64_MAX;

    for (int i = 0; i < JOBS_MAX; i++)
        next_us = earlier(next_us, earlier(due_of(&world->shop.jobs[i]), due_of(&world->vouchers.jobs[i])));
    for (int i = 0; i < world->shop.orders_count; i++)
        if (world->shop.orders[i].status == ORDER_PENDING_PAYMENT && world->shop.orders[i].pay_by_us > world->now_us)
            next_us = earlier(next_us, world->shop.orders[i].pay_by_us);
    for (int i = 0; i < world->requests_count; i++)
        if (world->shop.operations[i].open && !world->shop.operations[i].done)
            next_us = earlier(next_us, world->shop.operations[i].lease_until_us);
    return next_us;
}
