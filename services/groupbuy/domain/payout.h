/* How leaders and partners are paid: the states of a payout, out of which account it comes, who may be paid. Pure. */
#ifndef GROUPBUY_DOMAIN_PAYOUT_H
#define GROUPBUY_DOMAIN_PAYOUT_H

#include "base/arena.h"
#include "base/money.h"
#include "base/status.h"

#define IDENTITY_CHARS          18

/* The numbers of linli.groupbuy.v1.PayoutState. */
enum payout_state {
    PAYOUT_NONE = 0,
    PAYOUT_WAITING_APPROVAL = 1,
    PAYOUT_ASKED = 2,         /* on its way to WeChat, under its number */
    PAYOUT_WAITING_FUNDS = 3, /* the account's balance is too low: the same number again */
    PAYOUT_SENT = 4,          /* WeChat has taken it; of a transfer the person confirms */
    PAYOUT_PAID = 5,
    PAYOUT_FAILED = 6,   /* it is the earner's again; so below */
    PAYOUT_DECLINED = 7, /* by who approves */
};

/* The numbers of linli.groupbuy.v1.PayoutWay. */
enum payout_way { PAYOUT_BY_NONE = 0, PAYOUT_BY_TRANSFER = 1, PAYOUT_BY_SHARING = 2 };

/* "ASKED" …, "" for the 0 of each. */
const char *payout_state_name(enum payout_state state);
enum payout_state payout_state_of(const char *name);
const char *payout_way_name(enum payout_way way);
enum payout_way payout_way_of(const char *name);

/* Nothing will follow. */
bool payout_is_settled(enum payout_state state);
bool payout_may_move(enum payout_state from, enum payout_state to);

/* Out of which account `gross` comes: of the leader's shares as far as they go, the rest of the partner's. BAD_REQUEST
 * when both together are less. */
struct status payout_split(fen leaders, fen partners, fen gross, fen *ret_leaders, fen *ret_partners);

/* A resident identity number (GB 11643): region, a day that is one, and the check character. */
bool identity_valid(const char *number);
/* 53************1234, for showing. */
const char *identity_masked(struct arena *arena, const char *number);

#endif
