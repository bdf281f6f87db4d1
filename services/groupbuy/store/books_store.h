/* What each source says of a round's units, by item and place: 货账核对. Nothing is added up in the end that was copied
 * from another column: lines of orders, the item's stock, the frozen sheets, lines of refunds, what was handed out.
 * What is returned lives in the transaction's arena. */
#ifndef GROUPBUY_STORE_BOOKS_STORE_H
#define GROUPBUY_STORE_BOOKS_STORE_H

#include "db/db.h"
#include "groupbuy/domain/round_books.h"

struct books_row {
    const char *item_id;
    const char *place_id;
    const char *product_title;
    const char *sku_title;
    const char *place_name;
    struct books_units units;
};

/* By item and place. */
struct status books_read(struct tx *tx, const char *round_id, struct books_row **ret_rows, size_t *ret_count);

#endif
