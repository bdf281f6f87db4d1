/* SKUs that run low or come back, and who waits for them. What is returned lives in the transaction's arena. */
#ifndef GROUPBUY_STORE_WISH_STORE_H
#define GROUPBUY_STORE_WISH_STORE_H

#include "db/db.h"

struct stock_level {
    const char *sku_id;
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    int64_t stock;
    int64_t low_at;
    bool low;
};

/* The SKU is held. */
struct status alarm_set(struct tx *tx, const char *sku_id, int64_t low_at);
/* SKUs that came to stand on the other side of their alarm, so many at most; each is given once for each time. */
struct status alarms_due(struct tx *tx, int limit, struct stock_level **ret_levels, size_t *ret_count);

/* *ret_full is true, and nothing is kept, when he waits for `max` others. The SKU is held. */
struct status wish_add(struct tx *tx, const char *sku_id, const char *user_id, int64_t max, bool *ret_full);
struct status wish_remove(struct tx *tx, const char *sku_id, const char *user_id);
/* A SKU that came back on the shelf while somebody waits for it, held; *ret_found says whether there is one. */
struct status wished_back(struct tx *tx, struct stock_level *ret_level, bool *ret_found);
/* Forgets those who have waited longest for a held SKU, so many at most: who they were. */
struct status wishes_take(struct tx *tx, const char *sku_id, int limit, const char *const **ret_user_ids,
                          size_t *ret_count);

#endif
