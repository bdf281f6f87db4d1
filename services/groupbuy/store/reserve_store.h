/* The reserve of each merchant account ('': the installation's own): its rule, what is measured, what is kept. Texts
 * live in the transaction's arena. */
#ifndef GROUPBUY_STORE_RESERVE_STORE_H
#define GROUPBUY_STORE_RESERVE_STORE_H

#include "db/db.h"
#include "groupbuy/domain/reserve.h"

/* The newest; version 0: there is none. */
struct status reserve_rule_now(struct tx *tx, struct reserve_rule *ret_rule);
/* The next version: rule->version is set. */
struct status reserve_rule_insert(struct tx *tx, struct reserve_rule *rule, const char *created_by);

/* What was on an account when a day was over, as its bill says. */
struct status account_balance_set(struct tx *tx, const char *merchant_id, const char *bill, const char *day,
                                  fen balance);

struct kept_reserve {
    const char *merchant_id;
    int64_t rule_version; /* 0: there was none */
    struct reserve_facts facts;
    fen wanted;
    int64_t measured_us;
    const char *episode_id; /* "": there is enough */
    int64_t short_us;
};

/* The facts of every account that has money or was looked at before, as they are. */
struct status reserve_measure(struct tx *tx, struct kept_reserve **ret_reserves, size_t *ret_count);

/* Those kept, by account downwards, after the account `after` ("": from the start): the installation's own is the last.
 */
struct status reserve_list(struct tx *tx, const char *after, int limit, struct kept_reserve **ret_reserves,
                           size_t *ret_count);
/* *ret_found false: it was never looked at. Locked. */
struct status reserve_lock(struct tx *tx, const char *merchant_id, struct kept_reserve *ret_reserve, bool *ret_found);
/* Measured now. */
struct status reserve_save(struct tx *tx, const struct kept_reserve *reserve);
/* The latest look found less than wanted. */
struct status reserve_is_short(struct tx *tx, const char *merchant_id, bool *ret_short);
/* Accounts that have less. */
struct status reserve_count_short(struct tx *tx, int64_t *ret_count);

/* Transfers that have left the account since it was looked at, or are about to. */
struct status reserve_payouts_since(struct tx *tx, const char *merchant_id, int64_t measured_us, fen *ret_sum);
/* *ret_gone: it was let go before. */
struct status payout_was_let_go(struct tx *tx, const char *payout_id, bool *ret_gone);
struct status payout_let_go(struct tx *tx, const char *payout_id);
/* A job for each that is held back, at most `limit`. */
struct status payout_wake_held(struct tx *tx, const char *merchant_id, const char *kind, int limit);

#endif
