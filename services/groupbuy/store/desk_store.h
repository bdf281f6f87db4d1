/* Orders as the house's own people look for them, and what they write to them. */
#ifndef GROUPBUY_STORE_DESK_STORE_H
#define GROUPBUY_STORE_DESK_STORE_H

#include "groupbuy/store/order_store.h"

#define DESK_ORDERS_LOOKED_AT_MAX 20000 /* a page: what it costs does not depend on how rare the wanted are */

struct order_search {
    const char *user_id, *round_id, *campaign_id; /* ""; any */
    enum order_status status;                     /* ORDER_NONE: any */
    int64_t from_us, to_us;                       /* placed from, before; 0: any time */
};

/* Newest first, behind the order `after` ("": from the newest on). *ret_last: where the next page begins behind, "" at the
 * end of all there are; it need not be the last one found. */
struct status order_search(struct tx *tx, const struct order_search *search, const char *after, int limit,
                           struct order **ret_orders, size_t *ret_count, const char **ret_last);

struct order_note {
    const char *text;
    const char *author_id;
    int64_t created_us;
};

struct status order_note_insert(struct tx *tx, const char *order_id, const char *author_id, const char *text);
/* Oldest first, at most ORDER_NOTES_MAX. */
struct status order_note_list(struct tx *tx, const char *order_id, struct order_note **ret_notes, size_t *ret_count);

#define ORDER_NOTES_MAX 200 /* an order may have */
/* How many the order has; the order's row is locked before one is added. */
struct status order_note_count(struct tx *tx, const char *order_id, int64_t *ret_count);

#endif
