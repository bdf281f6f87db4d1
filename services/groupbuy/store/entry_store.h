/* Orders in a round: their places in the running list, the units they hold, what the paid ones add up to.
 *
 * Units are held by a holder, who is the buyer, or the neighbour that a leader orders for.
 *
 * Locks: round → order → buyers (by item) → items (by id) → SKUs (by id). What is returned lives in the transaction's
 * arena. */
#ifndef GROUPBUY_STORE_ENTRY_STORE_H
#define GROUPBUY_STORE_ENTRY_STORE_H

#include "groupbuy/store/order_store.h"
#include "groupbuy/store/round_store.h"

/* Who pays an order. The numbers of linli.groupbuy.v1.NeighbourPays. */
enum entry_pays { PAYS_SELF = 0, PAYS_BY_LEADER = 1, PAYS_BY_LINK = 2, PAYS_IN_CASH = 3 };

struct entry {
    const char *order_id;
    const char *round_id;
    int64_t number; /* 跟团号 */
    const char *user_id;
    const char *point_id;                  /* "": it is brought to the door */
    const char *door_building, *door_unit; /* "" or NULL: it is fetched */
    int32_t door_floor;
    const char *remark;
    bool hidden;
    bool counts; /* paid, and not off */
    const char *holder;
    enum entry_pays pays;
    bool to_next_round;         /* what its buyer chose for a payment after the grace */
    const char *neighbour_name; /* "" or NULL: of nobody but its buyer */
    const char *neighbour_building;
    const uint8_t *phone_sealed; /* of the neighbour */
    size_t phone_sealed_bytes;   /* 0: none */
    const char *phone_key;
    const char *help_seller_id; /* the leader who has helped to sell it; "": nobody */
};

/* Units of one item; of an order, each item once. */
struct entry_units {
    const char *item_id;
    const char *holder;
    int32_t units;
};

/* The order that is placed takes its units. The round is locked. LIMIT_REACHED, SOLD_OUT, STOCK_SHORT. */
struct status entry_take(struct tx *tx, const struct entry_units *units, size_t count);
/* Units of orders that are no longer live, or of which less is left: to their item while its round runs, to the SKU
 * when it is over. */
struct status entry_give_back(struct tx *tx, const struct entry_units *units, size_t count);

/* Gives the entry the round's next number, and who has helped to sell it: whose link its order came by, else whose
 * circle it came from; not from there when the link is the leader's own. The order is a row already. */
struct status entry_insert(struct tx *tx, struct entry *entry);
/* The order counts from now on, or does no more; *ret_changed false when that was so already. */
struct status entry_set_counts(struct tx *tx, const char *order_id, bool counts, bool *ret_changed);
/* The order's units and money are added to its items' totals, and kept as they were added. */
struct status entry_count_in(struct tx *tx, const char *order_id);
/* So many units and fen of an item less; the order counts. */
struct status entry_count_less(struct tx *tx, const char *order_id, const char *item_id, int64_t units, fen paid);
/* All of it is taken off as it was added. */
struct status entry_count_out(struct tx *tx, const char *order_id);

/* Holders of these orders' units, in their order. */
struct status entry_holders(struct tx *tx, const char *const *order_ids, size_t count, const char ***ret_holders);

/* The round that could take the order in: of the same leader for the same people, running, with every line at no higher
 * price and its point, the first to end; "": none. Judged without locks, so look again (entry_fits) once it is locked.
 */
struct status entry_next_round(struct tx *tx, const char *order_id, const char **ret_round_id);
/* All of it is in stock there, runs, and stays within its holder's limits. That round is locked. */
struct status entry_fits(struct tx *tx, const char *order_id, const char *round_id, bool *ret_fits);
/* The items there, for each line in its order. */
struct status entry_items_in(struct tx *tx, const char *order_id, const char *round_id, const char ***ret_items);
/* The entry is of that round now, with its next number; its lines are of those items. Units are the caller's. */
struct status entry_move(struct tx *tx, struct entry *entry, const char *round_id, const char *const *items,
                         size_t count);

/* What is brought to doors, and not paid back whole, by building, unit, floor and number; after that order ("": from
 * the start). */
struct status entry_doors(struct tx *tx, const char *round_id, const char *after, int limit, struct entry **ret_entries,
                          size_t *ret_count);

/* The order with that number in the list of a round. NOT_HERE */
struct status entry_order_at(struct tx *tx, const char *round_id, int64_t number, const char **ret_order_id);
/* NOT_HERE for orders of no round. */
struct status entry_get(struct tx *tx, const char *order_id, struct entry *ret_entry);
/* Orders of a round that may still be paid. */
struct status entry_unpaid_count(struct tx *tx, const char *round_id, int64_t *ret_count);
struct status entry_set_hidden(struct tx *tx, const char *order_id, bool hidden);
/* Of a round, by number downwards from `before` (0: the newest); `shown`: those that count and do not hide. */
struct status entry_list(struct tx *tx, const char *round_id, bool shown, int64_t before, int limit,
                         struct entry **ret_entries, size_t *ret_count);

#endif
