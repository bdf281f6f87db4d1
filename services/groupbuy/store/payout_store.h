/* Who is paid, and what was: payees and payouts. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_PAYOUT_STORE_H
#define GROUPBUY_STORE_PAYOUT_STORE_H

#include "db/db.h"
#include "groupbuy/domain/payout.h"

struct sealed_text {
    const char *key; /* of the vault */
    const uint8_t *bytes;
    size_t count;
};

struct payee {
    const char *user_id;
    struct sealed_text name, identity;
    const char *name_masked, *identity_masked;
    int64_t set_us;
};

struct status payee_set(struct tx *tx, const struct payee *payee);
/* *ret_found false: he has not said who he is. */
struct status payee_get(struct tx *tx, const char *user_id, struct payee *ret_payee, bool *ret_found);
/* Held until the end of the transaction: one payout of a person is decided at a time. */
struct status payee_lock(struct tx *tx, const char *user_id, struct payee *ret_payee, bool *ret_found);

struct payout {
    const char *id;
    const char *earner_id;
    enum payout_way way;
    const char *order_id;    /* "": a transfer */
    const char *merchant_id; /* out of which account; "": the installation's. A part of an order: its payment's. */
    enum payout_state state;
    fen gross, leaders, partners, withheld;
    int64_t tax_version;
    const char *month;
    bool to_merchant; /* then the merchant's number: */
    const char *openid;
    const char *wechat_number; /* "": none yet */
    const char *package_info;  /* "": nothing to confirm */
    const char *reason;
    int64_t asked_us;
    int64_t done_us; /* 0: under way */
};

static inline fen payout_net(const struct payout *payout)
{
    return payout->gross - payout->withheld;
}

/* The id is made here. */
struct status payout_insert(struct tx *tx, struct payout *payout);
/* earner_id NULL: anybody's. NOT_HERE, also for another's. */
struct status payout_get(struct tx *tx, const char *payout_id, const char *earner_id, struct payout *ret_payout);
struct status payout_lock(struct tx *tx, const char *payout_id, struct payout *ret_payout);
/* State, WeChat's number, package info, reason; and when it is done, that. */
struct status payout_save(struct tx *tx, const struct payout *payout);
/* The earner himself has asked for its approval, or said yes. */
struct status payout_is_own_doing(struct tx *tx, const struct payout *payout, bool *ret_own);

/* Newest first. earner_id NULL: everybody's; state PAYOUT_NONE: any. */
struct status payout_list(struct tx *tx, const char *earner_id, enum payout_state state, const char *after, int limit,
                          struct payout **ret_payouts, size_t *ret_count);

/* Those of one order, by id: its parts of a sharing. */
struct status payout_list_of_order(struct tx *tx, const char *order_id, struct payout **ret_payouts, size_t *ret_count);

/* What of a month's income was paid out or is on its way, and what was withheld of it; out of that account (NULL: out
 * of any, which is what he is taxed for). */
struct payout_income {
    fen gross, withheld;
};
struct status payout_income_of(struct tx *tx, const char *earner_id, const char *merchant_id, const char *month,
                               struct payout_income *ret_income);
/* What transfers of today, in China, come to that did not fail; and whether one is under way out of that account (NULL:
 * out of any). */
struct status payout_today(struct tx *tx, const char *earner_id, const char *merchant_id, fen *ret_gross,
                           bool *ret_under_way);

/* Of people who were paid in the quarter that begins with a month, by id: what of those three months' income reached
 * them and what was withheld. After the person `after` ("": from the start). */
struct payout_earner {
    struct payee payee;
    fen gross, withheld;
    int64_t payouts;
};
struct status payout_earners(struct tx *tx, const char *first_month, const char *after, int limit,
                             struct payout_earner **ret_earners, size_t *ret_count);

/* What waits for somebody: approval, or money in the account. */
struct status payout_count(struct tx *tx, enum payout_state state, int64_t *ret_count);

#endif
