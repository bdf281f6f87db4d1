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
    const char *shelf;    /* "": of no round */
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

/* Those of these orders that lie at the point. */
struct status parcels_by_order(struct tx *tx, const char *point_id, const char *const *order_ids, size_t count,
                               struct parcels *ret_parcels);
/* Those at the point with that number in their round. */
struct status parcels_by_number(struct tx *tx, const char *point_id, int64_t number, int limit,
                                struct parcels *ret_parcels);
/* Whether that order of one of these people (count 0: of anybody) lay at the point, and does no more. */
struct status parcel_was_here(struct tx *tx, const char *point_id, const char *order_id, const char *const *user_ids,
                              size_t count, bool *ret_was);
/* Whose parcels lie at the point, from `after` (""), by id. */
struct status parcel_owners(struct tx *tx, const char *point_id, const char *after, int limit,
                            const char *const **ret_user_ids, size_t *ret_count);

struct pick_up_code {
    const char *id;
    const char *point_id;
    const char *user_id;
    const char *code;
    int64_t expires_us; /* 0: the buyer's own; else shared, of one use */
    bool open;
};

/* The person's own open code at a point; *ret_found false: there is none. */
struct status pick_up_code_of(struct tx *tx, const char *point_id, const char *user_id, struct pick_up_code *ret_code,
                              bool *ret_found);
/* *ret_inserted false: the code is another's at that point, or the person got one meanwhile. */
struct status pick_up_code_insert(struct tx *tx, const struct pick_up_code *code, bool *ret_inserted);
/* That is typed at a point: the open one, else the one that was closed last. */
struct status pick_up_code_typed(struct tx *tx, const char *point_id, const char *code, struct pick_up_code *ret_code,
                                 bool *ret_found);
/* A shared code is used, or ends: compare and set; *ret_closed false: it was closed before. */
struct status pick_up_code_close(struct tx *tx, const char *code_id, bool *ret_closed);
/* The person's shared code at a point ends, if there is one. */
struct status pick_up_code_end_shared(struct tx *tx, const char *point_id, const char *user_id);
struct status pick_up_code_by_id(struct tx *tx, const char *code_id, struct pick_up_code *ret_code, bool *ret_found);

#endif
