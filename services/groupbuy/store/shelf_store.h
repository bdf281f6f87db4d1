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

/* A SKU as somebody who wants to buy it finds it. */
struct shelf_item {
    const char *sku_id;
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    const char *image_url;
    fen list_price;
    int32_t weight_g;
    int64_t stock;
    bool on_shelf;
    enum product_kind kind;
    bool no_return;         /* it can't be sent back within seven days */
    int32_t per_user_limit; /* of the product; 0: none */
    bool shares_limit;      /* the product has one that several accounts share */
    int64_t held;           /* units of the product that he has in live orders */
};

/* As many as there are of these SKUs, in any order; one that is not there is left out. */
struct status shelf_read(struct tx *tx, const char *user_id, const char *const *sku_ids, size_t count,
                         struct shelf_item **ret_items, size_t *ret_count);
/* Locks what the buyer holds of their products, the SKUs and the products' shelf, in this order; then reads. */
struct status shelf_lock(struct tx *tx, const char *user_id, const char *const *sku_ids, size_t count,
                         struct shelf_item **ret_items, size_t *ret_count);

/* A live order of `user_id` takes them; the same SKU may stand there several times. The SKUs are locked by the caller
 * (shelf_lock) and have them. */
struct status shelf_take(struct tx *tx, const char *user_id, const struct shelf_units *units, size_t count);
/* An order that is no longer live gives them back. */
struct status shelf_give_back(struct tx *tx, const char *user_id, const struct shelf_units *units, size_t count);

#endif
