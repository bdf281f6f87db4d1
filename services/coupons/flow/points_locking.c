#include "coupons/flow/points_locking.h"

#include <string.h>

void points_offer_view(const struct points_lock *lock, Cp__PointsOffer *out)
{
    out->points = lock->offer.points;
    out->discount_fen = lock->offer.discount;
    out->available = lock->available;
    out->per_yuan = (int32_t)lock->terms.per_yuan;
    out->percent_max = (int32_t)lock->terms.percent_max;
}

void points_lock_view(const char *order_id, const struct points_lock *lock, Cp__PointsLock *out)
{
    out->order_id = order_id;
    out->state = (Cp__CouponLockState)lock->state;
    out->points = lock->points;
    out->returned = lock->returned;
}

/* Opens the account and reads the lock under it. */
static struct status hold(struct call *call, const char *user_id, const char *order_id,
                          struct points_account *ret_account, struct points_lock *ret_lock)
{
    TRY(points_open(call, user_id, ret_account));
    TRY(points_lock_get(call->tx, order_id, ret_lock));
    if (ret_lock->state != LOCK_NONE && strcmp(ret_lock->user_id, user_id) != 0)
        return fail(NOT_HERE, "the points of order %s are another's", order_id);
    return OK;
}

/* Whoever comes after it finds that the order has no points any more. */
static struct status put_tombstone(struct call *call, const char *user_id, const char *order_id,
                                   struct points_lock *lock)
{
    *lock = (struct points_lock){ .state = LOCK_RELEASED, .user_id = user_id };
    return points_lock_insert(call->tx, order_id, lock, call->now_us);
}

static struct status give_back(struct call *call, const char *order_id, int64_t points)
{
    int64_t grace_us = call->now_us + coupons_of(call)->terms.grace_days * POINTS_DAY_US;
    struct lot_part *parts;
    size_t count;

    TRY(points_lock_undraw(call->tx, call->arena, order_id, points, &parts, &count));
    return lots_give_back(call->tx, call->arena, parts, count, call->now_us, grace_us);
}

static struct posting posting_of(struct call *call, enum posting_kind kind, const char *order_id, const char *refund_id,
                                 struct points_entries entries)
{
    return (struct posting){
        .kind = kind,
        .key = *refund_id ? arena_printf(call->arena, "%s:%s", order_id, refund_id) : order_id,
        .order_id = order_id,
        .title = "",
        .entries = entries,
    };
}

static struct status consume(struct call *call, struct points_account *account, const char *order_id,
                             struct points_lock *lock)
{
    lock->state = LOCK_CONSUMED;
    TRY(points_lock_save(call->tx, order_id, lock, call->now_us));
    return points_post(
        call, account,
        posting_of(call, POSTING_CONSUMED, order_id, "", points_move(ACCOUNT_HELD, ACCOUNT_REDEEMED, lock->points)));
}

static struct status release(struct call *call, struct points_account *account, const char *order_id,
                             struct points_lock *lock)
{
    lock->state = LOCK_RELEASED;
    TRY(points_lock_save(call->tx, order_id, lock, call->now_us));
    TRY(give_back(call, order_id, lock->points));
    return points_post(
        call, account,
        posting_of(call, POSTING_RELEASED, order_id, "", points_move(ACCOUNT_HELD, ACCOUNT_AVAILABLE, lock->points)));
}

struct status points_lock_move(struct call *call, const char *user_id, const char *order_id, enum lock_event event,
                               struct points_lock *ret_lock)
{
    struct points_account account;

    TRY(hold(call, user_id, order_id, &account, ret_lock));
    enum lock_state next = lock_next(ret_lock->state, event);
    if (next == LOCK_RELEASED && ret_lock->state == LOCK_NONE)
        TRY(put_tombstone(call, user_id, order_id, ret_lock));
    else if (next == LOCK_CONSUMED && ret_lock->state == LOCK_LOCKED)
        TRY(consume(call, &account, order_id, ret_lock));
    else if (next == LOCK_RELEASED && ret_lock->state == LOCK_LOCKED)
        TRY(release(call, &account, order_id, ret_lock));
    return points_close(call, &account);
}

static struct status return_some(struct call *call, struct points_account *account, const char *order_id,
                                 const char *refund_id, int64_t asked, struct points_lock *lock)
{
    int64_t points = points_to_return(lock, asked);
    bool is_new;

    TRY(points_return_insert(call->tx, order_id, refund_id, points, call->now_us, &is_new));
    if (!is_new || points == 0)
        return OK;
    lock->returned += points;
    lock->state = lock->returned == lock->points ? LOCK_RETURNED : LOCK_CONSUMED;
    TRY(points_lock_save(call->tx, order_id, lock, call->now_us));
    TRY(give_back(call, order_id, points));
    return points_post(call, account,
                       posting_of(call, POSTING_RETURNED, order_id, refund_id,
                                  points_move(ACCOUNT_REDEEMED, ACCOUNT_AVAILABLE, points)));
}

struct status points_lock_return(struct call *call, const char *user_id, const char *order_id, const char *refund_id,
                                 int64_t points, struct points_lock *ret_lock)
{
    struct points_account account;

    TRY(hold(call, user_id, order_id, &account, ret_lock));
    if (ret_lock->state == LOCK_NONE)
        TRY(put_tombstone(call, user_id, order_id, ret_lock));
    if (ret_lock->state == LOCK_LOCKED)
        TRY(consume(call, &account, order_id, ret_lock));
    if (ret_lock->state == LOCK_CONSUMED)
        TRY(return_some(call, &account, order_id, refund_id, points, ret_lock));
    return points_close(call, &account);
}
