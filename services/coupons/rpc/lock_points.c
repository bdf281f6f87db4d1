#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "coupons/flow/points_locking.h"
#include "db/jobs.h"

static struct status judge(const Cp__LockPointsRequest *in, const struct points_account *account,
                           struct points_lock *lock)
{
    if (account->available < in->points)
        return fail(POINTS_NOT_ENOUGH, "%" PRId64 " of %" PRId64 " points are there", account->available, in->points);
    TRY(points_offer_for(&lock->terms, account->available, in->points, in->amount_fen, &lock->offer));
    if (lock->offer.points != in->points)
        return fail(POINTS_NOT_USABLE,
                    "%" PRId64 " of %" PRId64 " points may be spent on %" PRId64 " fen, ask for a quote",
                    lock->offer.points, in->points, in->amount_fen);
    return OK;
}

static struct status bind(struct call *call, const Cp__LockPointsRequest *in, struct points_account *account,
                          struct points_lock *lock)
{
    const struct posting posting = { .kind = POSTING_LOCKED,
                                     .key = in->order_id,
                                     .order_id = in->order_id,
                                     .title = "",
                                     .entries = points_move(ACCOUNT_AVAILABLE, ACCOUNT_HELD, in->points) };
    struct lot_part *parts;
    size_t count;

    *lock = (struct points_lock){
        .state = LOCK_LOCKED, .user_id = in->user_id, .points = in->points, .terms = coupons_of(call)->terms
    };
    TRY(judge(in, account, lock));
    TRY(points_lock_insert(call->tx, in->order_id, lock, call->now_us));
    TRY(lots_draw(call->tx, call->arena, in->user_id, in->points, "", &parts, &count));
    TRY(points_lock_parts_insert(call->tx, call->arena, in->order_id, parts, count));
    TRY(points_post(call, account, posting));
    return job_add(call->tx, CHECK_POINTS, arena_printf(call->arena, "%s:%s", in->user_id, in->order_id),
                   call->now_us + CHECK_LOCK_AFTER_S * US_PER_S, NULL, 0);
}

/* The figures are kept with the lock; a lock that was given back before it came stays given back. */
struct status coupons_lock_points(struct call *call, const Cp__LockPointsRequest *in, Cp__PointsOffer *out)
{
    struct points_account account;
    struct points_lock lock;

    TRY(points_open(call, in->user_id, &account));
    TRY(points_lock_get(call->tx, in->order_id, &lock));
    if (lock.state != LOCK_NONE && strcmp(lock.user_id, in->user_id) != 0)
        return fail(NOT_HERE, "the points of order %s are another's", in->order_id);
    if (lock.state == LOCK_RELEASED || lock.state == LOCK_RETURNED)
        return fail(POINTS_NOT_USABLE, "order %s gave its points back", in->order_id);
    if (lock.state == LOCK_NONE)
        TRY(bind(call, in, &account, &lock));
    lock.available = account.available + account.held;
    points_offer_view(&lock, out);
    return points_close(call, &account);
}
