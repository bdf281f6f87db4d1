/* Payments that are frozen at WeChat until they are shared out, and the rule they follow. Texts live in the
 * transaction's arena. */
#ifndef GROUPBUY_STORE_SHARING_STORE_H
#define GROUPBUY_STORE_SHARING_STORE_H

#include "db/db.h"
#include "groupbuy/domain/settlement.h"

/* The newest; version 0: there is none. */
struct status settlement_rule_now(struct tx *tx, struct settlement_rule *ret_rule);
/* The next version: rule->version is set. */
struct status settlement_rule_insert(struct tx *tx, struct settlement_rule *rule, const char *created_by);

enum sharing_state { SHARING_NONE = 0, SHARING_DUE, SHARING_SPLITTING, SHARING_UNFREEZING, SHARING_DONE };

struct sharing {
    const char *order_id;
    enum sharing_state state;
    const char *split_number, *unfreeze_number;
    fen split;
    int64_t rule_version; /* 0: not planned yet */
    int64_t next_us, give_up_us;
    const char *reason;
    /* Of its payment: */
    const char *merchant_id; /* the account that it lies in; "": the installation's */
    const char *transaction_id;
    fen paid, refunding;
};

/* Its order is completed. *ret_frozen false: the payment is not frozen, and there is nothing to do. The numbers are
 * made here; an existing row stays as it is. */
struct status sharing_begin(struct tx *tx, const char *order_id, bool *ret_frozen, int64_t *ret_next_us);
/* NOT_HERE. Locked. */
struct status sharing_lock(struct tx *tx, const char *order_id, struct sharing *ret_sharing);
/* State, rule, split, next look, reason. */
struct status sharing_save(struct tx *tx, const struct sharing *sharing);
/* A job for each that is due, at most `limit`; one that has a job keeps it. */
struct status sharing_add_due_jobs(struct tx *tx, const char *kind, int limit);

/* Somebody who earned of the order, his shares of it together, by id. */
struct sharing_earner {
    const char *user_id;
    fen earned;
    /* Not of the store: */
    const char *openid; /* NULL: WeChat does not know him */
};
struct status sharing_earners(struct tx *tx, const char *order_id, struct sharing_earner **ret_earners,
                              size_t *ret_count);
/* What of it is this one's; 0: he is none of them. */
fen sharing_earned(const struct sharing_earner *earners, size_t count, const char *user_id);
/* What he was sent by sharing in the month that is now. */
struct status sharing_of_month(struct tx *tx, const char *earner_id, fen *ret_fen);
/* Once. */
struct status settlement_insert(struct tx *tx, const char *order_id, const struct sharing_earner *earner,
                                const struct settlement *settlement);

#endif
