/* Links by which somebody else pays an order: one an order, known by a key that nobody guesses. */
#ifndef GROUPBUY_STORE_PAY_LINK_STORE_H
#define GROUPBUY_STORE_PAY_LINK_STORE_H

#include "db/db.h"

#define PAY_LINK_KEY_CHARS 20

/* The order's link, made now or before. The order is locked. */
struct status pay_link_make(struct tx *tx, const char *order_id, const char *created_by, const char **ret_key);
/* "": it has none. */
struct status pay_link_of(struct tx *tx, const char *order_id, const char **ret_key);
/* NOT_HERE */
struct status pay_link_order(struct tx *tx, const char *key, const char **ret_order_id);

#endif
