/* Points: held for an order, spent, given back, earned by what was paid, taken back by what was refunded; growth
 * likewise. */
#include "coupons/domain/reasons.h"
#include "simulation/actors/actors.h"

#define CHECK_AFTER_US (1200 * US_PER_S) /* longer than an order may stay unpaid */

static struct status post(struct world *world, int user, struct points_entries entries)
{
    for (int i = 0; i < POINTS_ACCOUNTS; i++)
        world->vouchers.ledger[i] += entries.of[i];
    return points_apply(&world->vouchers.accounts[user], &entries);
}

/* NULL: there is none, and no room. */
static struct purse_lock *lock_of(struct world *world, int operation)
{
    for (int i = 0; i < world->vouchers.purse_locks_count; i++)
        if (world->vouchers.purse_locks[i].operation == operation)
            return &world->vouchers.purse_locks[i];
    if (world->vouchers.purse_locks_count == LOCKS_MAX)
        return NULL;
    world->vouchers.purse_locks[world->vouchers.purse_locks_count] = (struct purse_lock){ .operation = operation };
    return &world->vouchers.purse_locks[world->vouchers.purse_locks_count];
}

static void keep(struct world *world, const struct purse_lock *lock)
{
    if (lock == &world->vouchers.purse_locks[world->vouchers.purse_locks_count])
        world->vouchers.purse_locks_count++;
}

static struct status bind(struct world *world, const struct request *request, struct purse_lock *lock, fen amount)
{
    struct points_account *account = &world->vouchers.accounts[request->user];
    struct job *job = job_put(world->vouchers.jobs, JOB_CHECK_POINTS_LOCK, request->user, lock->operation);

    lock->lock =
        (struct points_lock){ .user_id = account->user_id, .terms = world->terms, .available = account->available };
    TRY(points_offer_for(&world->terms, account->available, request->points, amount, &lock->lock.offer));
    if (lock->lock.offer.points == 0)
        return fail(COUPON_NOT_USABLE, "no points for that");
    if (!job)
        return fail(INTERNAL, "more than %d jobs", JOBS_MAX);
    lock->lock.state = LOCK_LOCKED;
    lock->lock.points = lock->lock.offer.points;
    keep(world, lock);
    *job = (struct job){ .kind = JOB_CHECK_POINTS_LOCK,
                         .key = request->user,
                         .part = lock->operation,
                         .due_us = world->now_us + CHECK_AFTER_US };
    return post(world, request->user, points_move(ACCOUNT_AVAILABLE, ACCOUNT_HELD, lock->lock.points));
}

struct status purse_lock(struct world *world, int number, int operation, fen amount, struct voucher_offer *ret_offer)
{
    const struct request *request = &world->requests[number];
    struct purse_lock *lock = lock_of(world, operation);

    note(world, "locks points", request->user, operation);
    if (!lock)
        return fail(COUPON_NOT_USABLE, "no room for another lock");
    if (lock->lock.state == LOCK_RELEASED || lock->lock.state == LOCK_RETURNED)
        return fail(COUPON_NOT_USABLE, "operation %d gave its points back", operation);
    if (lock->lock.state == LOCK_NONE)
        TRY(bind(world, request, lock, amount));
    ret_offer->points = lock->lock.offer.points;
    ret_offer->discount = lock->lock.offer.discount;
    return OK;
}

static struct status put_tombstone(struct world *world, int user, struct purse_lock *lock)
{
    if (world->mutant == MUTANT_UNLOCK_WITHOUT_TOMBSTONE)
        return OK;
    lock->lock = (struct points_lock){ .state = LOCK_RELEASED, .user_id = user_id(user) };
    keep(world, lock);
    return OK;
}

struct status purse_move(struct world *world, int user, int operation, enum lock_event event)
{
    struct purse_lock *lock = lock_of(world, operation);
    enum lock_state before, after;

    if (!lock)
        return fail(OVERLOADED, "no room for another lock");
    before = lock->lock.state;
    after = lock_next(before, event);
    if (event == ORDER_RELEASES)
        give_back_noted(world, NOBODY, operation);
    note(world, "points' lock", operation, after);
    if (before == LOCK_NONE && after == LOCK_RELEASED)
        return put_tombstone(world, user, lock);
    if (before != LOCK_LOCKED || after == before)
        return OK;
    lock->lock.state = after;
    return post(
        world, user,
        points_move(ACCOUNT_HELD, after == LOCK_CONSUMED ? ACCOUNT_REDEEMED : ACCOUNT_AVAILABLE, lock->lock.points));
}

static bool is_back(struct world *world, int operation, int refund)
{
    for (int i = 0; i < world->vouchers.backs_count; i++)
        if (world->vouchers.backs[i].operation == operation && world->vouchers.backs[i].refund == refund)
            return true;
    return false;
}

static struct status return_some(struct world *world, int user, struct purse_lock *lock, int refund, int64_t asked)
{
    int64_t points = points_to_return(&lock->lock, asked);

    if (is_back(world, lock->operation, refund))
        return OK;
    if (world->vouchers.backs_count == LOCKS_MAX)
        return fail(OVERLOADED, "no room for another return");
    world->vouchers.backs[world->vouchers.backs_count++] = (struct points_back){ lock->operation, refund };
    if (points == 0)
        return OK;
    lock->lock.returned += points;
    lock->lock.state = lock->lock.returned == lock->lock.points ? LOCK_RETURNED : LOCK_CONSUMED;
    return post(world, user, points_move(ACCOUNT_REDEEMED, ACCOUNT_AVAILABLE, points));
}

struct status purse_return(struct world *world, int user, int operation, int refund, int64_t points)
{
    struct purse_lock *lock = lock_of(world, operation);

    if (!lock)
        return fail(OVERLOADED, "no room for another lock");
    if (lock->lock.state == LOCK_NONE)
        return put_tombstone(world, user, lock);
    if (lock->lock.state == LOCK_LOCKED)
        TRY(purse_move(world, user, operation, ORDER_CONSUMES));
    return lock->lock.state == LOCK_CONSUMED ? return_some(world, user, lock, refund, points) : OK;
}

/* ---- earning ---- */

static void grow(struct world *world, int user, int64_t growth)
{
    struct member *member = &world->vouchers.members[user];

    member->growth += growth;
    member_settle(member, &world->levels, world->now_us);
}

/* An order of which something went back already earns by what is left. */
struct status purse_earn(struct world *world, int number)
{
    const struct order *order = &world->shop.orders[number];
    struct earned *earned = &world->vouchers.earned[number];
    fen refunded = earned->whole || earned->refunded > order->amount ? order->amount : earned->refunded;

    earned->user = order->user;
    earned->amount = order->amount;
    earned->points += points_rule_earns(&world->earn_rule, order->amount - refunded, 0);
    grow(world, order->user, points_rule_earns(&world->growth_rule, order->amount - refunded, 0));
    return earned->points ? post(world, order->user, points_move(ACCOUNT_ISSUED, ACCOUNT_AVAILABLE, earned->points))
                          : OK;
}

/* What is spent already becomes a debt. */
static struct status take_back(struct world *world, int user, int64_t points)
{
    struct points_account *account = &world->vouchers.accounts[user];
    int64_t there = account->available < points ? account->available : points;

    TRY(post(world, user, points_move(ACCOUNT_AVAILABLE, ACCOUNT_ISSUED, there)));
    return there < points ? post(world, user, points_move(ACCOUNT_DEBT, ACCOUNT_ISSUED, points - there)) : OK;
}

/* Also noted when the payment has not been heard of yet. */
struct status purse_unearn(struct world *world, int refund)
{
    const struct refund *back = &world->shop.refunds[refund];
    struct earned *earned = &world->vouchers.earned[back->order];
    int64_t points, keeps;

    earned->refunded += back->amount;
    earned->whole = earned->whole || back->whole;
    keeps = earned->whole ? 0 : points_rule_keeps(&world->earn_rule, earned->points, earned->amount, earned->refunded);
    points = earned->points - earned->taken_back - keeps;
    if (points <= 0)
        return OK;
    earned->taken_back += points;
    return take_back(world, earned->user, points);
}
