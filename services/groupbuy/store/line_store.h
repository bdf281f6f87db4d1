/* The lines of orders, as order_store.h hands them out. */
#ifndef GROUPBUY_STORE_LINE_STORE_H
#define GROUPBUY_STORE_LINE_STORE_H

#include "groupbuy/store/order_store.h"

/* All lines of an order, in one statement; they get their positions. What is promised of their products is kept. */
struct status lines_insert(struct tx *tx, const char *order_id, struct order_line *lines, size_t count);
/* What is promised of each line's product now, as lines_insert keeps it: *lines get it. */
struct status lines_promise(struct tx *tx, struct order_line *lines, size_t count);
/* The longest time in which something may be claimed by a promise of the order's lines, hours; 0: there is none. */
struct status line_claim_hours(struct tx *tx, const char *order_id, int64_t *ret_hours);
/* Who sells what is in each of its `count` lines: the seller's licence. */
struct status line_sellers(struct tx *tx, const char *order_id, size_t count, const char ***ret_sellers);

/* Units of a line on their way back to their pool. */
struct line_units {
    const char *order_id;
    enum pool pool;
    const char *pool_id;
    const char *product_id;
    int32_t units;
};

/* All units of these orders that have not gone back before go back now: whoever asks twice gets nothing the second
 * time. The orders are locked. */
struct status lines_return_all(struct tx *tx, const char *const *order_ids, size_t orders_count,
                               struct line_units **ret_units, size_t *ret_count);

#endif
