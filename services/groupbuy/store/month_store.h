/* Months of the books: closed with their totals, and looked over again. Months are texts, 2026-11, in China. Texts live
 * in the transaction's arena. */
#ifndef GROUPBUY_STORE_MONTH_STORE_H
#define GROUPBUY_STORE_MONTH_STORE_H

#include "base/money.h"
#include "db/db.h"

#define MONTH_ACCOUNTS_MAX 1000 /* shown */

struct ledger_month {
    const char *month;
    const char *first_day, *last_day;
    int64_t postings;
    const char *sha256; /* hexadecimal */
    const char *closed_by;
    const char *why;
    int64_t closed_us;
};

struct month_account {
    const char *merchant_id; /* whose books; "": the installation's */
    const char *account;
    fen debit, credit;
    fen balance; /* at the end of the month */
};

/* The month's days are closed and those of the months before, too: *ret_ready. Each other closing waits. */
struct status month_is_over(struct tx *tx, const char *month, bool *ret_ready);
/* month, closed_by and why are set; the rest is written: balances of the last closed month, and what was posted since.
 * UNIQUE_VIOLATION when it is closed. */
struct status month_close(struct tx *tx, struct ledger_month *month);
/* NOT_HERE when it is not closed. */
struct status month_get(struct tx *tx, const char *month, struct ledger_month *ret_month);
struct status month_accounts(struct tx *tx, const char *month, struct month_account **ret_accounts, size_t *ret_count);
/* Newest first, after the month `after` ("": from the start). */
struct status month_list(struct tx *tx, const char *after, int limit, struct ledger_month **ret_months,
                         size_t *ret_count);

/* Computed again from all postings there ever were: the first day whose hash is another than it was closed with; ""
 * when there is none. *ret_holds: the month's own hash and totals, too. */
struct status month_verify(struct tx *tx, const char *month, const char **ret_wrong_day, bool *ret_holds);

#endif
