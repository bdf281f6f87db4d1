/* What lies at pick-up points, and the codes it is picked up with: one function a statement. What is returned lives in
 * the transaction's arena. */
#ifndef GROUPBUY_STORE_PARCEL_STORE_H
#define GROUPBUY_STORE_PARCEL_STORE_H

#include "groupbuy/store/order_store.h"

struct parcel {
    const char *order_id;
    const char *point_id;
    const char *user_id;
    enum campaign_kind kind;
    const char *round_id; /* "": of none */
    int64_t number;       /* 跟团号; 0: of no round */
    int64_t ready_us;
    struct order_line *lines;
    size_t lines_count;
};

struct parcels {
    struct parcel *list;
    size_t count;
};

/* Open parcels of these people, by point, oldest first; at most `limit`. point_id "": at all points. */
struct status parcels_of(struct tx *tx, const char *point_id, const char *const *user_ids, size_t count, int limit,
                         struct parcels *ret_parcels);

struct pick_up_code {
    const char *id;
    const char *point_id;
    const char *user_id;
    const char *code;
};

/* The person's open code at a point; *ret_found false: there is none. */
struct status pick_up_code_of(struct tx *tx, const char *point_id, const char *user_id, struct pick_up_code *ret_code,
                              bool *ret_found);
/* *ret_inserted false: the code is another's at that point, or the person got one meanwhile. */
struct status pick_up_code_insert(struct tx *tx, const struct pick_up_code *code, bool *ret_inserted);

#endif
