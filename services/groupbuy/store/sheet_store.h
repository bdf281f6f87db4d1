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

#endif
