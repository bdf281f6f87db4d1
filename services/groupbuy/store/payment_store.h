/* What is asked of WeChat Pay for an order, and what it told us. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_PAYMENT_STORE_H
#define GROUPBUY_STORE_PAYMENT_STORE_H

#include "base/money.h"
#include "db/db.h"

enum payment_state { PAYMENT_NONE = 0, PAYMENT_OPEN, PAYMENT_CLOSING, PAYMENT_CLOSED, PAYMENT_PAID };

/* Everything that WeChat is asked with stays as it was the first time: other parameters under the same number are
 * refused. */
struct payment {
    const char *order_id;
    const char *user_id;
    fen amount;
    const char *app_id;
    const char *payer_openid;
    const char *description;
    int64_t expires_us;
    enum payment_state state;
    const char *prepay_id; /* "": none yet */
    int64_t began_us;
    const char *transaction_id; /* "": not paid */
    fen refunding;
    bool profit_sharing; /* frozen until it is shared out, by the rule of when it was begun */
    const char *merchant_id; /* its order's */
};

/* An existing row stays as it is. It is into the account of its order, whatever `payment` says. */
struct status payment_begin(struct tx *tx, const struct payment *payment);
/* *ret_found false: nobody has asked to pay. The row is locked; the order's is locked before. */
struct status payment_lock(struct tx *tx, const char *order_id, struct payment *ret_payment, bool *ret_found);
struct status payment_set_state(struct tx *tx, const char *order_id, enum payment_state state);
struct status payment_set_prepay(struct tx *tx, const char *order_id, const char *prepay_id);
struct status payment_set_paid(struct tx *tx, const char *order_id, const char *transaction_id, int64_t paid_us);
/* What was paid in the campaign and is not promised back, by its buyers: orders have no index of their campaigns. */
struct status payment_sum_of_campaign(struct tx *tx, const char *campaign_id, fen *ret_sum);
/* Promises `amount` back; the database refuses more than was paid (CHECK_VIOLATION). */
struct status payment_promise_back(struct tx *tx, const char *order_id, fen amount);

struct notice {
    const char *id;
    const char *kind;    /* PAYMENT, REFUND */
    const char *subject; /* the order's or the refund's number */
    const char *transaction_id;
    const char *resource; /* decrypted JSON */
    const char *outcome;  /* APPLIED, KNOWN, UNKNOWN_SUBJECT, MISMATCH */
};

/* *ret_new false: this notice has been taken before. A rival with the same id is waited for. */
struct status notice_is_new(struct tx *tx, const char *notice_id, bool *ret_new);
struct status notice_insert(struct tx *tx, const struct notice *notice);

#endif
