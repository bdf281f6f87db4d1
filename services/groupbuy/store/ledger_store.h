/* The ledger: postings and their entries, append only. */
#ifndef GROUPBUY_STORE_LEDGER_STORE_H
#define GROUPBUY_STORE_LEDGER_STORE_H

#include "db/db.h"
#include "groupbuy/domain/ledger.h"

/* refund_id NULL for a payment. A posting without entries is nothing. The same fact twice is a UNIQUE_VIOLATION. */
struct status ledger_post(struct tx *tx, const struct ledger_posting *posting, const char *order_id,
                          const char *refund_id);

#endif
