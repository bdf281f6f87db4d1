/* Points: what they take off an order, and what an order does with them. Pure. */
#ifndef LINLI_COUPONS_DOMAIN_POINTS_H
#define LINLI_COUPONS_DOMAIN_POINTS_H

#include "base/money.h"
#include "base/status.h"
#include "coupons/domain/coupon.h"

#define POINTS_PER_YUAN_MAX 10000

/* How points are spent in this house. */
struct points_terms {
    int64_t per_yuan;    /* points that take one yuan off */
    int64_t percent_max; /* the largest share of an order, in hundredths; 0: they are not taken at checkout */
    int64_t grace_days;  /* points that come back after they ran out are good for so long */
};

struct points_offer {
    int64_t points;
    fen discount;
};

/* The most that may be spent on `amount` of the goods: of `available` points, of the `wanted` (0: all), of what the
 * terms allow, and no more than the discount needs. AMOUNT_OVERFLOW. */
struct status points_offer_for(const struct points_terms *terms, int64_t available, int64_t wanted, fen amount,
                               struct points_offer *ret_offer);

/* The numbers of linli.coupons.v1.PostingKind. */
enum posting_kind {
    POSTING_EARNED = 1,
    POSTING_VESTED,
    POSTING_LOCKED,
    POSTING_CONSUMED,
    POSTING_RELEASED,
    POSTING_RETURNED,
    POSTING_CLAWED_BACK,
    POSTING_DEBT_PAID,
    POSTING_EXPIRED,
    POSTING_ADJUSTED,
    POSTING_EXCHANGED,
};
/* EARNED … as events name it. */
const char *posting_kind_name(enum posting_kind kind);

/* The accounts of the ledger: the person's own first. */
enum points_account_kind {
    ACCOUNT_AVAILABLE,
    ACCOUNT_HELD,
    ACCOUNT_PENDING,
    ACCOUNT_DEBT,
    ACCOUNT_ISSUED,
    ACCOUNT_REDEEMED,
    ACCOUNT_EXPIRED,
    POINTS_ACCOUNTS,
};
const char *points_account_name(enum points_account_kind account);

/* What somebody has: the sums of his entries; the debt as what he owes. */
struct points_account {
    const char *user_id;
    int64_t available, held, pending, debt;
};

/* A posting's entries, by account; 0: none. */
struct points_entries {
    int64_t of[POINTS_ACCOUNTS];
};

/* Moves points from one account to another. */
struct points_entries points_move(enum points_account_kind from, enum points_account_kind to, int64_t points);
/* INTERNAL when the entries do not add up, or the account would fall below 0: the caller has not looked. */
struct status points_apply(struct points_account *account, const struct points_entries *entries);

/* An order's hold on points; `state` as with coupons. */
struct points_lock {
    enum lock_state state;
    const char *user_id;
    int64_t points;
    int64_t returned;
    struct points_offer offer;
    struct points_terms terms; /* those of the moment */
    int64_t available;         /* what there was, these included */
};

/* What a refund of `asked` (0: the rest) gives back now, of a lock that is consumed. */
int64_t points_to_return(const struct points_lock *lock, int64_t asked);

#endif
