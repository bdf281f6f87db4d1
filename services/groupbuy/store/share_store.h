/* Shares of leaders and partners, and the rules they follow. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_SHARE_STORE_H
#define GROUPBUY_STORE_SHARE_STORE_H

#include "db/db.h"
#include "groupbuy/domain/share.h"

/* The newest rule and who would earn of the order; rule.version is 0 when there is no rule yet. */
struct status share_rule_now(struct tx *tx, struct share_rule *ret_rule);
struct status share_parties_of(struct tx *tx, const char *order_id, struct share_rule *ret_rule,
                               struct share_parties *ret_parties, fen *ret_base);
/* The next version: rule->version is set. */
struct status share_rule_insert(struct tx *tx, struct share_rule *rule, const char *created_by);
/* An inactive partner earns nothing from now on; *ret_before: who it was, "" nobody. */
struct status partner_set(struct tx *tx, const char *channel, const char *user_id, bool active,
                          const char **ret_before);

struct share {
    const char *id;
    const char *order_id;
    enum share_role role;
    const char *earner_id;
    int64_t rule_version;      /* 0: there was none, of the hall */
    const char *hall_goods_id; /* of SHARE_HALL; else "" */
    fen base;
    int32_t basis_points;
    fen accrued;
    fen reversed;
    fen kept; /* of `base`, what was not promised back. Of those that were locked. */
    int64_t accrued_us;
    int64_t vested_us;      /* 0: not yet */
    int64_t complete_by_us; /* the end of its order's after-sale window; 0: not known yet. Of those that were listed. */
    const char *title;      /* of what was bought. Of those that were listed. */
};

/* The id is made here. */
struct status share_insert(struct tx *tx, struct share *share);
/* Of an order, locked, and `kept` known. */
struct status share_lock_of(struct tx *tx, const char *order_id, struct share **ret_shares, size_t *ret_count);
struct status share_set_reversed(struct tx *tx, const char *share_id, fen reversed);
struct status share_set_vested(struct tx *tx, const char *share_id);

/* Newest first. */
struct status share_list(struct tx *tx, const char *earner_id, const char *after, int limit, struct share **ret_shares,
                         size_t *ret_count);

/* What somebody earned of a round in one role by one percentage. */
struct share_why {
    enum share_role role;
    int32_t basis_points;
    int64_t orders;
    fen base, accrued, reversed, vested;
    int64_t complete_by_us; /* of the last of them; 0: not of all of them is it known */
};
struct status share_whys_of_round(struct tx *tx, const char *round_id, const char *earner_id,
                                  struct share_why **ret_whys, size_t *ret_count);

struct share_sums {
    fen accrued, reversed;
    fen vested; /* of what is left, what is the earner's already */
};
struct status share_sums_of(struct tx *tx, const char *earner_id, struct share_sums *ret_sums);

#endif
