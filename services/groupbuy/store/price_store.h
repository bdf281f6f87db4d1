/* What SKUs were sold for, by day in China: the basis of prices that are struck through. */
#ifndef GROUPBUY_STORE_PRICE_STORE_H
#define GROUPBUY_STORE_PRICE_STORE_H

#include "base/money.h"
#include "db/db.h"

/* An order was paid: what a unit of each of its lines came to, without delivery, rounded down. Takes a row lock only
 * where a day's price falls; the last lock of its transaction. */
struct status price_note(struct tx *tx, const char *order_id, int64_t paid_us);

/* The lowest of the last seven days, today among them, where it is more than `price`; otherwise 0. */
struct status price_to_strike(struct tx *tx, const char *sku_id, fen price, fen *ret_price);
/* The same of all items of a round that is published, kept with them. */
struct status price_strike_for_round(struct tx *tx, const char *round_id);

#endif
