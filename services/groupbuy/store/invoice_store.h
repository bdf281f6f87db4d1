/* Invoices. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_INVOICE_STORE_H
#define GROUPBUY_STORE_INVOICE_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/invoice.h"

struct invoice {
    const char *id;
    const char *order_id;
    const char *user_id;
    enum invoice_state state;
    enum invoice_kind kind;
    const char *title;
    const char *tax_number; /* "": a person's */
    fen amount;
    const char *number;    /* "": not issued */
    const char *issued_on; /* 2026-11-21 */
    const char *file_url;
    const char *reason;                           /* of a reversal */
    int64_t requested_us, issued_us, reversed_us; /* 0: not yet */
};

/* What was paid for the order and not promised back; 0 when nothing was. */
struct status invoice_kept(struct tx *tx, const char *order_id, fen *ret_kept);
/* The id is made here; UNIQUE_VIOLATION when the order has one that is not reversed. */
struct status invoice_insert(struct tx *tx, struct invoice *invoice);
/* NOT_HERE. Locked. */
struct status invoice_lock(struct tx *tx, const char *invoice_id, struct invoice *ret_invoice);
/* The one of the order that is not reversed, locked; *ret_found. */
struct status invoice_lock_live(struct tx *tx, const char *order_id, struct invoice *ret_invoice, bool *ret_found);
/* State, amount, number, date, link, reason, and when. UNIQUE_VIOLATION: the number is another's. */
struct status invoice_save(struct tx *tx, const struct invoice *invoice);
/* Newest first. user_id NULL: everybody's; state INVOICE_NONE: any. */
struct status invoice_list(struct tx *tx, const char *user_id, enum invoice_state state, const char *after, int limit,
                           struct invoice **ret_invoices, size_t *ret_count);

#endif
