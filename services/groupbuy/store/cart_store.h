/* Carts: SKUs that somebody means to buy. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_CART_STORE_H
#define GROUPBUY_STORE_CART_STORE_H

#include "groupbuy/store/shelf_store.h"

struct cart_item {
    const char *sku_id;
    int32_t quantity;
    fen put_price; /* of one unit when it was put in */
    int64_t put_us;
};

/* In place of what was there of this SKU. *ret_full: there is no room for one more SKU, nothing was put. */
struct status cart_put(struct tx *tx, const char *user_id, const struct cart_item *item, int items_max, bool *ret_full);
struct status cart_remove(struct tx *tx, const char *user_id, const char *sku_id);
struct status cart_clear(struct tx *tx, const char *user_id);
/* Newest first. */
struct status cart_list(struct tx *tx, const char *user_id, int limit, struct cart_item **ret_items, size_t *ret_count);

#endif
