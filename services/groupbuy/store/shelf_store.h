/* Units of SKUs on the shelf: outside of campaigns and rounds, sold one by one.
 *
 * Locks are taken in the order buyers (by product) → SKUs (by id) → products; the order's lock before. */
#ifndef GROUPBUY_STORE_SHELF_STORE_H
#define GROUPBUY_STORE_SHELF_STORE_H

#include "db/db.h"
#include "groupbuy/store/product_store.h"

struct shelf_units {
    const char *sku_id;
    const char *product_id;
    int32_t units;
};

/* A live order of `user_id` takes them; the same SKU may stand there several times. The SKUs are locked by the caller
 * (shelf_lock) and have them. */
struct status shelf_take(struct tx *tx, const char *user_id, const struct shelf_units *units, size_t count);
/* An order that is no longer live gives them back. */
struct status shelf_give_back(struct tx *tx, const char *user_id, const struct shelf_units *units, size_t count);

#endif
