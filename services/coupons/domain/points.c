#include "coupons/domain/points.h"

#include <inttypes.h>

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

struct status points_offer_for(const struct points_terms *terms, int64_t available, int64_t wanted, fen amount,
                               struct points_offer *ret_offer)
{
    fen share, most, discount;
    int64_t points;

    if (!money_part(amount, terms->percent_max, 100, &share) || !money_part(share, terms->per_yuan, 100, &most))
        return fail(AMOUNT_OVERFLOW, "%" PRId64 " fen at %" PRId64 " points a yuan", amount, terms->per_yuan);
    points = least(available, most);
    points = wanted ? least(points, wanted) : points;
    if (!money_part(points, 100, terms->per_yuan, &discount))
        return fail(AMOUNT_OVERFLOW, "%" PRId64 " points at %" PRId64 " a yuan", points, terms->per_yuan);
    /* What would be lost in rounding the discount down is not taken. */
    *ret_offer = (struct points_offer){ .points = (discount * terms->per_yuan + 99) / 100, .discount = discount };
    return OK;
}

const char *posting_kind_name(enum posting_kind kind)
{
    static const char *const names[] = {
        [POSTING_EARNED] = "EARNED",     [POSTING_VESTED] = "VESTED",           [POSTING_LOCKED] = "LOCKED",
        [POSTING_CONSUMED] = "CONSUMED", [POSTING_RELEASED] = "RELEASED",       [POSTING_RETURNED] = "RETURNED",
        [POSTING_EXPIRED] = "EXPIRED",   [POSTING_CLAWED_BACK] = "CLAWED_BACK", [POSTING_DEBT_PAID] = "DEBT_PAID",
        [POSTING_ADJUSTED] = "ADJUSTED", [POSTING_EXCHANGED] = "EXCHANGED",
    };

    return names[kind];
}

const char *points_account_name(enum points_account_kind account)
{
    static const char *const names[] = { "AVAILABLE", "HELD", "PENDING", "DEBT", "ISSUED", "REDEEMED", "EXPIRED" };

    return names[account];
}

struct points_entries points_move(enum points_account_kind from, enum points_account_kind to, int64_t points)
{
    struct points_entries entries = { 0 };

    entries.of[from] = -points;
    entries.of[to] = points;
    return entries;
}

struct status points_apply(struct points_account *account, const struct points_entries *entries)
{
    int64_t sum = 0;

    for (int i = 0; i < POINTS_ACCOUNTS; i++)
        sum += entries->of[i];
    account->available += entries->of[ACCOUNT_AVAILABLE];
    account->held += entries->of[ACCOUNT_HELD];
    account->pending += entries->of[ACCOUNT_PENDING];
    account->debt -= entries->of[ACCOUNT_DEBT];
    if (sum != 0 || account->available < 0 || account->held < 0 || account->pending < 0 || account->debt < 0)
        return fail(INTERNAL, "points of %s: sum %" PRId64 ", available %" PRId64 ", held %" PRId64, account->user_id,
                    sum, account->available, account->held);
    return OK;
}

int64_t points_to_return(const struct points_lock *lock, int64_t asked)
{
    int64_t left = lock->points - lock->returned;

    return asked ? least(asked, left) : left;
}
