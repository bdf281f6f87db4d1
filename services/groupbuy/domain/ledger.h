/* Double entry: what each movement of money does to the accounts. Pure. Debit is more than 0, credit less; the entries
 * of one posting add up to 0.
 *
 *   channel:wechat     what WeChat holds for us (an asset)
 *   deposits           what buyers paid for goods not yet handed out (a liability)
 *   refunds            what is promised back and not yet out (a liability)
 *   marketing:coupons  what coupons cost us (an expense)
 *
 * Postings of 0 fen have no entries. */
#ifndef GROUPBUY_DOMAIN_LEDGER_H
#define GROUPBUY_DOMAIN_LEDGER_H

#include <stddef.h>

#include "base/money.h"

#define LEDGER_ENTRIES_MAX 4

#define ACCOUNT_WECHAT   "channel:wechat"
#define ACCOUNT_DEPOSITS "deposits"
#define ACCOUNT_REFUNDS  "refunds"
#define ACCOUNT_COUPONS  "marketing:coupons"

struct ledger_entry {
    const char *account;
    fen amount;
};

struct ledger_posting {
    const char *kind; /* PAYMENT, REFUND_PROMISED, REFUND_PAID */
    struct ledger_entry entries[LEDGER_ENTRIES_MAX];
    size_t count;
};

/* The buyer paid `paid`, a coupon stood in for `coupon`. */
struct ledger_posting ledger_payment(fen paid, fen coupon);
/* `amount` is to go back, and with it the coupon's share. */
struct ledger_posting ledger_refund_promised(fen amount, fen coupon);
/* WeChat paid it out. */
struct ledger_posting ledger_refund_paid(fen amount);

#endif
