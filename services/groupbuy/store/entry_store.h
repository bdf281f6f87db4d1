/* Orders in a round: their places in the running list, the units they hold, what the paid ones add up to.
 *
 * Locks: round → order → buyers (by item) → items (by id) → SKUs (by id). What is returned lives in the transaction's
 * arena. */
#ifndef GROUPBUY_STORE_ENTRY_STORE_H
#define GROUPBUY_STORE_ENTRY_STORE_H

#include "groupbuy/store/order_store.h"
#include "groupbuy/store/round_store.h"

struct entry {
    const char *order_id;
    const char *round_id;
    int64_t number; /* 跟团号 */
    const char *user_id;
    const char *point_id; /* "": none */
    const char *remark;
    bool hidden;
    bool counts; /* paid, and not off */
};

/* Units of one item; of an order, each item once. */
struct entry_units {
    const char *item_id;
    const char *user_id;
    int32_t units;
    fen paid; /* what was paid for them; for entry_count */
};

/* The order that is placed takes its units. The round is locked. LIMIT_REACHED, SOLD_OUT, STOCK_SHORT. */
struct status entry_take(struct tx *tx, const struct entry_units *units, size_t count);
/* Units of orders that are no longer live, or of which less is left: to their item while its round runs, to the SKU
 * when it is over. */
struct status entry_give_back(struct tx *tx, const struct entry_units *units, size_t count);

/* Gives the entry the round's next number, in entry->number. */
struct status entry_insert(struct tx *tx, struct entry *entry);
/* The order counts from now on, or does no more; *ret_changed false when that was so already. */
struct status entry_set_counts(struct tx *tx, const char *order_id, bool counts, bool *ret_changed);
/* Units and money of paid orders: added (sign 1) or taken off (-1). */
struct status entry_count(struct tx *tx, const struct entry_units *units, size_t count, int sign);

/* NOT_HERE for orders of no round. */
struct status entry_get(struct tx *tx, const char *order_id, struct entry *ret_entry);
struct status entry_set_hidden(struct tx *tx, const char *order_id, bool hidden);
/* Of a round, by number downwards from `before` (0: the newest); `shown`: those that count and do not hide. */
struct status entry_list(struct tx *tx, const char *round_id, bool shown, int64_t before, int limit,
                         struct entry **ret_entries, size_t *ret_count);

#endif
