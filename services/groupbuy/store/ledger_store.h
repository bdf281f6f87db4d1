/* The ledger: postings and their entries, append only; days, closed one after the other. */
#ifndef GROUPBUY_STORE_LEDGER_STORE_H
#define GROUPBUY_STORE_LEDGER_STORE_H

#include "db/db.h"
#include "groupbuy/domain/ledger.h"

/* `key` is what happened, with the kind: the order's id, the refund's, …: the same fact twice is a UNIQUE_VIOLATION. A
 * posting without entries is nothing. order_id and refund_id may be NULL. It stands in the books of the merchant
 * account of what it is about, whatever posting->merchant_id says; that counts where nothing else does (FEES). */
struct status ledger_post(struct tx *tx, const struct ledger_posting *posting, const char *key, const char *order_id,
                          const char *refund_id);

/* Closes the first day that is over for `grace_s` and not closed, if there is one: its hash and that of the day before
 * make the chain. */
struct status ledger_close_day(struct tx *tx, int64_t grace_s, bool *ret_closed);

#endif
