/* Goods as they come to the places of a round, and how they are shared out. What is returned lives in the transaction's
 * arena.
 *
 * Locks: round → place → orders. */
#ifndef GROUPBUY_STORE_RECEIVING_STORE_H
#define GROUPBUY_STORE_RECEIVING_STORE_H

#include "groupbuy/store/order_store.h"
#include "groupbuy/store/round_store.h"

/* The numbers of linli.groupbuy.v1.PlaceStatus. */
enum place_status { PLACE_NONE = 0, PLACE_WAITING, PLACE_COUNTING, PLACE_CONFIRMED, PLACE_SETTLED };

const char *place_status_name(enum place_status status);

struct place_row {
    const char *round_id;
    const char *place_id; /* a point; the round itself: to the door */
    const char *name;
    const char *address;
    const char *hours;
    enum place_status status;
    int32_t deliveries;
    int64_t orders;
    int64_t expected;
    int64_t usable;
};

/* NOT_HERE */
struct status place_get(struct tx *tx, const char *round_id, const char *place_id, struct place_row *ret_place);
struct status place_list(struct tx *tx, const char *round_id, struct place_row **ret_places, size_t *ret_count);
/* CONFIRMED by `actor`, or SETTLED; CONFLICT when it is not as it was read. The round's row is held. *place follows. */
struct status place_move(struct tx *tx, struct place_row *place, enum place_status to, const char *actor);

struct place_item {
    const char *item_id;
    const char *product_title;
    const char *sku_title;
    int64_t expected;
    int64_t arrived;
    int64_t damaged;
    int64_t wanted; /* by orders that wait */
    int64_t served; /* as confirmed; 0 before */
    bool counted;
    const char *const *image_urls;
    size_t image_urls_count;
};

struct status place_items(struct tx *tx, const char *round_id, const char *place_id, struct place_item **ret_items,
                          size_t *ret_count);

struct arrival {
    const char *item_id;
    int64_t arrived;
    int64_t damaged;
    const char *const *image_urls;
    size_t image_urls_count;
};

/* The place's next delivery; the round's row is held. *place follows. An item that is not on the place's list:
 * NOT_HERE. */
struct status arrivals_insert(struct tx *tx, struct place_row *place, const struct arrival *arrivals, size_t count,
                              const char *note, const char *recorded_by);

/* A line that waits at a place. */
struct pick {
    const char *order_id;
    int position; /* of the line */
    int64_t number;
    const char *name;   /* of the buyer */
    const char *user_id;
    const char *person; /* whom it is for: the buyer, or the neighbour it was ordered for */
    const char *item_id;
    const char *product_title;
    const char *sku_title;
    int64_t wanted;
    int64_t served; /* as confirmed; 0 before */
};

/* Of these items, those that still want something, by item and number. */
struct status picks_waiting(struct tx *tx, const char *round_id, const char *place_id, const char *const *item_ids,
                            size_t items_count, struct pick **ret_picks, size_t *ret_count);
/* Those that go short by what was confirmed, by number and line from there on, at most `limit`. */
struct status picks_short(struct tx *tx, const char *round_id, const char *place_id, int64_t number, int position,
                          int limit, struct pick **ret_picks, size_t *ret_count);
/* Everybody at the place gets what he wants, but for these. */
struct status picks_serve(struct tx *tx, const char *round_id, const char *place_id, const struct pick *less,
                          size_t count);

/* What is an order's of what lies at a place. */
struct portion {
    const char *order_id;
    int64_t number;
    const char *shelf;
};

/* Not settled yet, at most `limit`. */
struct status portions_unsettled(struct tx *tx, const char *round_id, const char *place_id, int limit,
                                 struct portion **ret_portions, size_t *ret_count);
struct status portion_settled(struct tx *tx, const char *order_id);
/* What the sharing-out gives to each line of an order: by position, -1 for lines it says nothing about. */
struct status portion_served(struct tx *tx, const char *order_id, int64_t *served, size_t lines_count);

/* A round of which something lies ready and was not brought to its doors. */
struct waiting_doors {
    const char *round_id;
    const char *leader_id;
    const char *community_id;
    const char *title;
    int64_t ready_us;
    int64_t orders;
    bool overdue; /* for the longer of the two times */
};

/* Those whose first or second time has just passed, each once; at most `limit`. */
struct status doors_take_waiting(struct tx *tx, int64_t remind_s, int64_t overdue_s, int limit,
                                 struct waiting_doors **ret_doors, size_t *ret_count);

/* No place of the round is left to settle. */
struct status round_is_settled(struct tx *tx, const char *round_id, bool *ret_settled);
/* Rounds that are READY and whose orders have all come to an end; at most `limit`. */
struct status rounds_at_their_end(struct tx *tx, int limit, const char *const **ret_ids, size_t *ret_count);

#endif
