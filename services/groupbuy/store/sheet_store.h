/* What a round sold, frozen at its cut-off: purchase sheet, delivery lists, parcels. What is returned lives in the
 * transaction's arena.
 *
 * Two sources, so that they can be held against each other: the sheet is written from what left the items' stock, lists
 * and parcels from the lines of orders. */
#ifndef GROUPBUY_STORE_SHEET_STORE_H
#define GROUPBUY_STORE_SHEET_STORE_H

#include "groupbuy/store/round_store.h"

/* Writes all of it, once; the round's row is held and its unsold units are back. */
struct status sheets_freeze(struct tx *tx, const char *round_id);

/* A line of the purchase sheet, or of a place's delivery list. */
struct sheet_line {
    const char *supplier; /* of the purchase sheet */
    const char *item_id;
    const char *sku_id;
    const char *product_title;
    const char *sku_title;
    int64_t units;
    int64_t refunded; /* before the cut-off */
    int64_t adjusted; /* by rows of their own, since */
};

/* By supplier and item. */
struct status sheet_purchase(struct tx *tx, const char *round_id, struct sheet_line **ret_lines, size_t *ret_count);
/* By item. */
struct status sheet_delivery(struct tx *tx, const char *round_id, const char *place_id, struct sheet_line **ret_lines,
                             size_t *ret_count);

/* A correction, beside what is frozen. */
struct status sheet_adjust(struct tx *tx, const char *round_id, const char *place_id, const char *item_id,
                           int64_t units, const char *reason, const char *adjusted_by);

/* A line of the picking list: goods of one order. */
struct sheet_pick {
    const char *order_id;
    int64_t number;
    const char *name;
    const char *shelf;
    const char *remark;
    const char *item_id;
    const char *product_title;
    const char *sku_title;
    int64_t units; /* to be put into the parcel: less what was refunded, no more than was shared out */
};

/* Of the next `orders_max` orders after `number`, by number and item; orders with nothing to pick are left out. */
struct status sheet_picks(struct tx *tx, const char *round_id, const char *place_id, int64_t number, int orders_max,
                          struct sheet_pick **ret_picks, size_t *ret_count);

#endif
