/* The accounts of who earns, movement by movement, and the tax rules. Months are texts, 2026-11, in China. Texts live
 * in the transaction's arena. */
#ifndef GROUPBUY_STORE_EARNER_STORE_H
#define GROUPBUY_STORE_EARNER_STORE_H

#include "db/db.h"
#include "groupbuy/domain/share.h"
#include "groupbuy/domain/tax.h"

#define EARNER_ACCOUNTS_MAX 100 /* shown */

/* The numbers of linli.groupbuy.v1.StatementLineKind. */
enum earner_move_kind { MOVE_NONE = 0, MOVE_VESTED, MOVE_REVERSED, MOVE_PAYOUT, MOVE_PAYOUT_BACK, MOVE_RETURNED };

struct earner_move {
    const char *id;
    const char *earner_id;
    enum earner_move_kind kind;
    bool partner;         /* of a partner's shares */
    fen amount;           /* below 0: away from him */
    const char *share_id; /* "" or NULL: of none; so below */
    const char *refund_id;
    const char *payout_id;
    const char *return_id;
    int64_t at_us;
    /* Of those that were listed, of a share's: */
    const char *order_id, *title;
    enum share_role role;
    fen base;
    int32_t basis_points;
};

/* The id is made here. An amount of 0 is no movement. It stands with the merchant account of its payout, or of the
 * order that its share is of. */
struct status earner_move_insert(struct tx *tx, const struct earner_move *move);

/* What is his with a merchant account ("": the installation's), by the ledger's accounts; together below 0: he owes it,
 * to that merchant account alone. */
struct earner_balance {
    fen leaders, partners;
};
struct status earner_balance_of(struct tx *tx, const char *earner_id, const char *merchant_id,
                                struct earner_balance *ret_balance);
/* With each account that he has ever earned with, by its number. */
struct earner_account {
    const char *merchant_id;
    fen balance;
};
struct status earner_accounts_of(struct tx *tx, const char *earner_id, struct earner_account **ret_accounts,
                                 size_t *ret_count);

/* The month that is now. */
struct status earner_month_now(struct tx *tx, const char **ret_month);

struct earner_month {
    fen opening, vested, reversed, paid_out, paid_back, returned;
};
struct status earner_month_of(struct tx *tx, const char *earner_id, const char *merchant_id, const char *month,
                              struct earner_month *ret_month);
/* Newest first. */
struct status earner_move_list(struct tx *tx, const char *earner_id, const char *merchant_id, const char *month,
                               const char *after, int limit, struct earner_move **ret_moves, size_t *ret_count);

/* The rule that is valid now; version 0: none. */
struct status tax_rule_now(struct tx *tx, struct tax_rule *ret_rule);

#endif
