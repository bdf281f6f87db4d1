/* Double entry: what each movement of money does to the accounts. Pure. Debit is more than 0, credit less; the entries
 * of one posting add up to 0. This is the one list of accounts; another area's postings are made with the same words:
 *
 *     struct ledger_posting posting = { .kind = "SHARE_ACCRUED" };
 *     ledger_add(&posting, "shares:leaders", -fen);
 *
 *   assets        channel:wechat      what WeChat holds for us
 *   liabilities   deposits            what buyers paid for goods whose after-sale window is open
 *                 refunds             what is promised back and not yet out
 *                 refunds:by_hand     what finance has paid buyers from elsewhere, and what WeChat holds is due to
 *                 shares:leaders      what leaders have earned and was not paid out
 *                 shares:partners     what partners have
 *                 payouts             what is on its way to leaders and partners
 *                 taxes               what was withheld of it, for the tax office
 *                 suppliers           what suppliers are owed
 *   income        revenue:<seller>    goods for good, by the seller's licence
 *                 delivery            delivery fees
 *   expense       marketing:coupons   what coupons cost us
 *                 marketing:points    what points do
 *                 marketing:leaders   leaders' shares
 *                 marketing:partners  partners' shares
 *                 fees:wechat         what WeChat keeps
 *
 * Each merchant account at WeChat Pay has these books of its own: a posting stands in one of them, so that money of one
 * never pays another.
 *
 * A fact is posted once: (kind, key) is unique. Postings of 0 fen have no entries. */
#ifndef GROUPBUY_DOMAIN_LEDGER_H
#define GROUPBUY_DOMAIN_LEDGER_H

#include <stddef.h>

#include "base/money.h"

#define LEDGER_ENTRIES_MAX   64
#define LEDGER_ACCOUNT_BYTES 96

#define ACCOUNT_WECHAT         "channel:wechat"
#define ACCOUNT_DEPOSITS       "deposits"
#define ACCOUNT_REFUNDS        "refunds"
#define ACCOUNT_BY_HAND        "refunds:by_hand"
#define ACCOUNT_LEADER_SHARES  "shares:leaders"
#define ACCOUNT_PARTNER_SHARES "shares:partners"
#define ACCOUNT_PAYOUTS        "payouts"
#define ACCOUNT_TAXES          "taxes"
#define ACCOUNT_SUPPLIERS      "suppliers"
#define ACCOUNT_REVENUE        "revenue:" /* and the seller */
#define ACCOUNT_DELIVERY       "delivery"
#define ACCOUNT_COUPONS        "marketing:coupons"
#define ACCOUNT_POINTS         "marketing:points"
#define ACCOUNT_LEADERS_COST   "marketing:leaders"
#define ACCOUNT_PARTNERS_COST  "marketing:partners"
#define ACCOUNT_WECHAT_FEES    "fees:wechat"

struct ledger_entry {
    char account[LEDGER_ACCOUNT_BYTES];
    fen amount;
};

struct ledger_posting {
    const char *kind;        /* PAYMENT, REFUND_PROMISED, REFUND_PAID, REVENUE, … */
    const char *merchant_id; /* in whose books, of what is about no order and no payout; NULL, "": the installation's */
    struct ledger_entry entries[LEDGER_ENTRIES_MAX];
    size_t count; /* LEDGER_ENTRIES_MAX + 1: there were more, and the store refuses it */
};

/* Adds to what the posting has for the account. 0 is nothing. */
void ledger_add(struct ledger_posting *posting, const char *account, fen amount);

/* What was paid, and what stood in for money. */
struct ledger_worth {
    fen paid;
    fen coupon;
    fen points;
};

/* The buyer paid. */
struct ledger_posting ledger_payment(const struct ledger_worth *worth);
/* So much is to go back, out of the deposits. */
struct ledger_posting ledger_refund_promised(const struct ledger_worth *worth);
/* WeChat paid it out. */
struct ledger_posting ledger_refund_paid(fen amount);
/* Finance did, by hand: the same fact, so that no refund is paid in both ways. */
struct ledger_posting ledger_refund_paid_by_hand(fen amount);

/* A seller's part of an order: goods with what coupons and points stood in for, and the delivery fee. */
struct ledger_sale {
    const char *seller;
    fen goods;
    fen delivery;
};

/* The after-sale window is over: deposits become income. */
struct ledger_posting ledger_revenue(const struct ledger_sale *sales, size_t count);
/* Something of a completed order goes back after all: out of the income, by the same parts. */
struct ledger_posting ledger_revenue_undone(const struct ledger_sale *sales, size_t count);

/* A leader, or a partner, earns so much. */
struct ledger_posting ledger_share_accrued(bool partner, fen amount);
/* A refund takes its part of what they earned. */
struct ledger_posting ledger_shares_reversed(fen leaders, fen partners);

/* What of a payout comes from leaders' shares, what from partners', and what of both is withheld. */
struct ledger_payout {
    fen leaders;
    fen partners;
    fen withheld;
};

/* It is on its way. */
struct ledger_posting ledger_payout_asked(const struct ledger_payout *payout);
/* It has reached them. */
struct ledger_posting ledger_payout_paid(const struct ledger_payout *payout);
/* It cannot reach them: all of it is theirs again. */
struct ledger_posting ledger_payout_back(const struct ledger_payout *payout);

/* A merchant gave back what refunds have taken of his share after it had reached him. */
struct ledger_posting ledger_share_returned(fen leaders, fen partners);

/* What WeChat kept of a day's payments, less what it gave back with refunds. */
struct ledger_posting ledger_wechat_fees(fen fees);

#endif
