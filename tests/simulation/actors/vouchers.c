/* The service of coupons: locks that may be asked for again, given back before they came, or come after that. */
#include "coupons/domain/coupon.h"
#include "coupons/domain/reasons.h"
#include "simulation/actors/baskets.h"

#define CHECK_AFTER_US (1200 * US_PER_S) /* longer than an order may stay unpaid */

static struct coupon coupon_of(const struct world *world, const struct voucher *voucher)
{
    return (struct coupon){ .id = "coupon",
                            .user_id = user_id(voucher->user),
                            .template = &world->templates[voucher->template],
                            .state = voucher->state,
                            .order_id = "",
                            .expires_us = voucher->expires_us };
}

struct status voucher_issue(struct world *world, int user, int template)
{
    struct template now = world->templates[template];
    int held = 0;

    if (world->vouchers.coupons_count == COUPONS_MAX)
        return fail(ALL_CLAIMED, "no room for another coupon");
    for (int i = 0; i < world->vouchers.coupons_count; i++)
        held += world->vouchers.coupons[i].user == user && world->vouchers.coupons[i].template == template;
    now.issued_count = world->vouchers.issued_count[template];
    now.issued = world->vouchers.issued[template];
    TRY(template_issue(&now, CHANNEL_CLAIM, held, world->now_us));
    world->vouchers.issued_count[template] = now.issued_count;
    world->vouchers.issued[template] = now.issued;
    world->vouchers.coupons[world->vouchers.coupons_count++] = (struct voucher){
        .user = user,
        .template = template,
        .state = COUPON_FREE,
        .issued_us = world->now_us,
        .expires_us = template_expiry_us(&now, world->now_us),
    };
    return OK;
}

/* The lock of (coupon, operation); state NONE when it is new. NULL when there is no room. */
static struct voucher_lock *lock_of(struct world *world, int coupon, int operation)
{
    for (int i = 0; i < world->vouchers.locks_count; i++)
        if (world->vouchers.locks[i].coupon == coupon && world->vouchers.locks[i].operation == operation)
            return &world->vouchers.locks[i];
    if (world->vouchers.locks_count == LOCKS_MAX)
        return NULL;
    world->vouchers.locks[world->vouchers.locks_count] =
        (struct voucher_lock){ .coupon = coupon, .operation = operation };
    return &world->vouchers.locks[world->vouchers.locks_count];
}

static void keep(struct world *world, const struct voucher_lock *lock)
{
    if (lock == &world->vouchers.locks[world->vouchers.locks_count])
        world->vouchers.locks_count++;
}

static bool is_newcomer(const struct world *world, int user)
{
    for (int i = 0; i < world->shop.orders_count; i++)
        if (world->vouchers.earned[i].points && world->vouchers.earned[i].user == user)
            return false;
    return true;
}

static struct status offer_of(const struct world *world, const struct template *template, const struct request *request,
                              struct coupon_fit *ret_fit)
{
    static const char *const products[LINES_MAX] = { "sku-0", "sku-1" };
    struct order_line lines[LINES_MAX];
    struct coupon_basket asked = { .campaign_id = request->wish == WISH_PLAIN ? "" : "team", .lines = lines };
    struct basket basket;

    basket_of(world, request, &basket);
    asked.count = basket.price.lines_count;
    asked.newcomer = is_newcomer(world, request->user);
    for (size_t i = 0; i < asked.count; i++)
        lines[i] = (struct order_line){ products[i], basket_line_amount(&basket.lines[i]) };
    return template_offer(template, &asked, ret_fit);
}

static struct status bind(struct world *world, int request, struct voucher *voucher, struct voucher_lock *lock)
{
    struct coupon coupon = coupon_of(world, voucher);
    struct coupon_fit fit;
    struct job *job = job_put(world->vouchers.jobs, JOB_CHECK_COUPON_LOCK, lock->coupon, lock->operation);

    TRY(coupon_usable(&coupon, world->now_us));
    TRY(offer_of(world, coupon.template, &world->requests[request], &fit));
    lock->state = LOCK_LOCKED;
    lock->discount = fit.discount;
    keep(world, lock);
    voucher->state = COUPON_BOUND;
    voucher->operation = lock->operation;
    if (!job)
        return fail(INTERNAL, "more than %d jobs", JOBS_MAX);
    *job = (struct job){ .kind = JOB_CHECK_COUPON_LOCK,
                         .key = lock->coupon,
                         .part = lock->operation,
                         .due_us = world->now_us + CHECK_AFTER_US };
    return OK;
}

struct status voucher_lock(struct world *world, int request, int operation, struct voucher_offer *ret_offer)
{
    int coupon = world->requests[request].coupon;
    struct voucher *voucher = &world->vouchers.coupons[coupon];
    struct voucher_lock *lock = lock_of(world, coupon, operation);

    note(world, "locks coupon", coupon, operation);
    if (!lock)
        return fail(COUPON_NOT_USABLE, "no room for another lock");
    if (lock->state == LOCK_RELEASED || lock->state == LOCK_RETURNED)
        return fail(COUPON_NOT_USABLE, "operation %d gave coupon %d back", operation, coupon);
    if (lock->state == LOCK_NONE)
        TRY(bind(world, request, voucher, lock));
    ret_offer->discount = lock->discount;
    for (int i = 0; i < LINES_MAX; i++)
        ret_offer->eligible[i] = true; /* our templates are for everything */
    return OK;
}

/* For the rules: that it was asked for, whatever came of it. */
void give_back_noted(struct world *world, int coupon, int operation)
{
    if (world->vouchers.given_back_count < LOCKS_MAX)
        world->vouchers.given_back[world->vouchers.given_back_count++] = (struct given_back){ coupon, operation };
}

struct status voucher_move(struct world *world, int coupon, int operation, enum lock_event event)
{
    struct voucher_lock *lock = lock_of(world, coupon, operation);
    enum lock_state before, after;

    if (!lock)
        return fail(OVERLOADED, "no room for another lock");
    before = lock->state;
    after = lock_next(before, event);
    if (event == ORDER_RELEASES)
        give_back_noted(world, coupon, operation);
    note(world, "coupon's lock", coupon * 100 + operation, after);
    if (after == before || (before == LOCK_NONE && world->mutant == MUTANT_UNLOCK_WITHOUT_TOMBSTONE))
        return OK;
    lock->state = after;
    keep(world, lock);
    if (before == LOCK_NONE)
        return OK; /* a tombstone */
    world->vouchers.coupons[coupon].state = coupon_state_for(after);
    world->vouchers.coupons[coupon].operation = coupon_state_for(after) == COUPON_FREE ? 0 : operation;
    return OK;
}

/* ---- what became of the order is asked, not guessed ---- */

bool lock_event_of(const struct world *world, int operation, enum lock_event *ret_event)
{
    *ret_event = ORDER_RELEASES;
    for (int i = 0; i < world->shop.orders_count; i++) {
        const struct order *order = &world->shop.orders[i];

        if (order->operation != operation)
            continue;
        if (order->status == ORDER_PENDING_PAYMENT)
            return false;
        if (order->status == ORDER_REFUNDED)
            *ret_event = ORDER_RETURNS;
        else if (order->status != ORDER_CANCELLED)
            *ret_event = ORDER_CONSUMES;
        return true;
    }
    return true;
}

static struct status settle_lock(struct world *world, const struct job *job, enum lock_event event)
{
    if (job->kind == JOB_CHECK_COUPON_LOCK)
        return voucher_move(world, job->key, job->part, event);
    return event == ORDER_RETURNS ? purse_return(world, job->key, job->part, NOBODY, 0)
                                  : purse_move(world, job->key, job->part, event);
}

/* A job of coupons; groupbuy may not answer. */
void lock_check(struct world *world, struct task *task)
{
    struct job *job = &world->vouchers.jobs[task->job_place];
    bool by_age = world->mutant == MUTANT_LOCK_FREED_BY_AGE;
    enum lock_event event = ORDER_RELEASES;
    struct status status = OK;

    task->kind = TASK_NONE;
    if (job->kind != task->job.kind || job->key != task->job.key || job->part != task->job.part)
        return;
    tx_begin(&world->voucher_store);
    if (!by_age && (!fate_is_heard(call_fate(world)) || !lock_event_of(world, job->part, &event))) {
        job->due_us = world->now_us + CHECK_AFTER_US;
        job->lease_until_us = 0;
    } else {
        status = settle_lock(world, job, event);
        *job = (struct job){ .kind = JOB_NONE };
    }
    check_refusal(world, status, "a lock that is looked at");
    if (ok(status))
        tx_commit(world, &world->voucher_store);
    else
        tx_rollback(&world->voucher_store);
}
