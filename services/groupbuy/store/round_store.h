/* Leaders' rounds with their items, steps and points. What is returned lives in the transaction's arena.
 *
 * Locks: the round before its orders; items (by id) after buyers, like every pool. */
#ifndef GROUPBUY_STORE_ROUND_STORE_H
#define GROUPBUY_STORE_ROUND_STORE_H

#include "db/db.h"
#include "groupbuy/domain/order.h"
#include "groupbuy/domain/round.h"

struct round {
    const char *id;
    const char *leader_id;
    const char *leader_name; /* as auth told us */
    const char *community_id;
    const char *circle_id; /* "": everybody */
    int32_t min_level;          /* 0: any */
    const char *min_level_name; /* as it was when the draft was written; "": any */
    const char *title;
    const char *description;
    const char *const *image_urls;
    size_t image_urls_count;
    enum round_status status;
    int64_t starts_at_us;
    int64_t ends_at_us;
    int64_t ready_at_us;
    int32_t grace_s;
    int32_t unpaid_s;
    bool door;
    fen door_fee;
    fen door_minimum;
    fen minimum;
    enum shortage_rule shortage_rule;
    bool refunds_part;
    int32_t uncollected_refund_percent;
    int32_t keep_days;
    bool extended;
    const char *cancel_reason;
    const char *copied_from; /* "": none */
    fen paid;
    int64_t paid_orders;
    int64_t version;
    bool open_to_helpers;
    const char *const *door_buildings;
    size_t door_buildings_count; /* 0: it is brought to every one */
};

struct round_item {
    const char *id;
    const char *round_id;
    const char *product_id;
    const char *sku_id;
    const char *product_title;
    const char *sku_title;
    const char *image_url;
    int32_t weight_g;
    fen list_price;
    fen price;
    fen strike_price; /* may be struck through; 0: none */
    int64_t stock;
    int64_t unsold;
    int64_t paid_units;
    int32_t per_user_limit;
    bool weighed;
    bool frozen;
    fen frozen_price;
    struct round_step steps[ROUND_STEPS_MAX];
    size_t steps_count;
};

struct round_point {
    const char *round_id;
    const char *point_id;
    const char *name;
    const char *address;
    const char *hours;
};

/* What belongs to rounds: of those that were asked for, each one's in order. */
struct round_parts {
    struct round_item *items;
    size_t items_count;
    struct round_point *points;
    size_t points_count;
};

struct status round_insert(struct tx *tx, const struct round *round);
/* NOT_HERE */
struct status round_get(struct tx *tx, const char *round_id, struct round *ret_round);
/* The same, holding the row. */
struct status round_lock(struct tx *tx, const char *round_id, struct round *ret_round);
/* Everything a leader may write in a draft. */
struct status round_update(struct tx *tx, struct round *round);
/* Compare and set, logged; CONFLICT when the round is not as it was read. *round follows. `reason`: of CANCELLED. */
struct status round_move(struct tx *tx, struct round *round, enum round_status to, const char *actor,
                         const char *reason);
/* In sight there (published, not closed), newest first; leader_id "": of all. */
struct status round_list_here(struct tx *tx, const char *community_id, const char *leader_id, const char *after,
                              int limit, struct round **ret_rounds, size_t *ret_count);
/* A leader's own; ROUND_NONE: in every state. */
struct status round_list_of(struct tx *tx, const char *leader_id, enum round_status status, const char *after,
                            int limit, struct round **ret_rounds, size_t *ret_count);

struct status round_set_open_to_helpers(struct tx *tx, struct round *round, bool open);
/* To come or running: those offered to that leader, and those of a community ("": none) that are open to helpers,
 * newest first; without what she helps to sell already, or was taken back from her. */
struct status round_list_offered(struct tx *tx, const char *leader_id, const char *community_id, const char *after,
                                 int limit, struct round **ret_rounds, size_t *ret_count);
/* Those that a leader helps to sell. */
struct status round_list_helped(struct tx *tx, const char *leader_id, const char *after, int limit,
                                struct round **ret_rounds, size_t *ret_count);

/* Replaces what a round sells and where it can be had: for rounds that nobody could order in yet. */
struct status round_set_items(struct tx *tx, const char *round_id, const struct round_item *items, size_t count);
struct status round_set_points(struct tx *tx, const char *round_id, const char *const *point_ids, size_t count);
struct status round_parts_get(struct tx *tx, const char *const *round_ids, size_t count, struct round_parts *ret_parts);

/* Cuts the round's units out of its SKUs' stock: STOCK_SHORT names the first that is short. */
struct status round_cut_stock(struct tx *tx, const char *round_id);
/* Gives what is unsold back to the SKUs; what comes back later goes there, too. */
struct status round_return_unsold(struct tx *tx, const char *round_id);
/* More units for one of its items: NOT_HERE, STOCK_SHORT, HALL_SHORT. */
struct status round_add_stock(struct tx *tx, const char *round_id, const char *item_id, int64_t units);

/* What a unit costs from now on is what the reached step says; the round's row is held. */
struct status round_freeze_prices(struct tx *tx, const char *round_id);

/* Ids of orders of the round that may still be paid, or that are paid and wait; at most `limit`. */
struct status round_orders_in(struct tx *tx, const char *round_id, enum order_status status, int limit,
                              const char *const **ret_ids, size_t *ret_count);
/* Ids of paid orders with a line that costs less now and was not refunded for it; at most `limit`. */
struct status round_orders_to_refund(struct tx *tx, const char *round_id, int limit, const char *const **ret_ids,
                                     size_t *ret_count);

#endif
