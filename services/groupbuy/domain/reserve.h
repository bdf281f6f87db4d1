/* What of a merchant account's money is kept for buyers who may still want theirs back. Pure.
 *
 * A refund before WeChat has settled its payment comes out of that payment; one after that needs balance. So of what is
 * settled and may still be claimed a share is kept by rule, at least what open after-sales ask for; and what is
 * promised back already, in full. */
#ifndef GROUPBUY_DOMAIN_RESERVE_H
#define GROUPBUY_DOMAIN_RESERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

/* From when WeChat was told of the goods, unless it says itself when it settles. */
#define SETTLES_AFTER_DAYS         2
#define SETTLES_EXPRESS_AFTER_DAYS 10

struct reserve_rule {
    int64_t version; /* 0: there is none */
    int32_t share_bp;
};

/* Of one account. */
struct reserve_facts {
    fen balance;
    fen unsettled;   /* of it, what WeChat has not let go */
    fen claimable;   /* settled, and may still be claimed back */
    fen after_sales; /* of that, what open after-sales ask for */
    fen promised;    /* refunds under way of what is settled */
    fen payouts;     /* transfers under way */
};

struct reserve {
    fen wanted;
    fen there; /* of what may be spent: below 0 when more was spent */
};

/* AMOUNT_OVERFLOW. */
struct status reserve_reckon(const struct reserve_rule *rule, const struct reserve_facts *facts,
                             struct reserve *ret_reserve);

/* An account is short when there is less than wanted, and stays so until there is a tenth more: what swings about its
 * limit is one alarm. */
static inline bool reserve_is_alarming(const struct reserve *reserve, bool was_short)
{
    return reserve->there - reserve->wanted < (was_short ? reserve->wanted / 10 : 0);
}

/* So much may leave the account, and the reserve is still whole. */
static inline bool reserve_allows(const struct reserve *reserve, fen amount)
{
    return reserve->there - reserve->wanted >= amount;
}

#endif
