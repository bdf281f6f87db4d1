/* Who handed what to whom, and wrong codes: one function a statement. What is returned lives in the transaction's
 * arena. */
#ifndef GROUPBUY_STORE_HAND_OVER_STORE_H
#define GROUPBUY_STORE_HAND_OVER_STORE_H

#include "db/db.h"

/* The numbers of linli.groupbuy.v1.HandOverWay. */
enum hand_over_way { WAY_NONE = 0, WAY_CODE = 1, WAY_SIGNED_CODE = 2, WAY_SEARCH = 3, WAY_SHARED_CODE = 4 };

struct hand_over {
    const char *id;
    const char *point_id;
    const char *staff_id;
    enum hand_over_way way;
    const char *collector_id; /* "": nobody knows */
    const char *code_id;      /* "": it was searched for */
    /* of those that were read */
    int64_t at_us;
    int64_t undone_us;     /* 0: it stands */
    const char *undone_by; /* "": it stands */
    const char *undo_reason;
};

struct hand_over_line {
    const char *hand_over_id;
    const char *order_id;
    int position;
    int32_t units;
    /* of those that were read */
    const char *owner_id;
    const char *product_title;
    const char *sku_title;
};

struct status hand_over_insert(struct tx *tx, const struct hand_over *hand_over, const struct hand_over_line *lines,
                               size_t count);
/* NOT_HERE, also when it was handed over at another point. */
struct status hand_over_get(struct tx *tx, const char *point_id, const char *hand_over_id,
                            struct hand_over *ret_hand_over);
/* Of a point, newest first. */
struct status hand_over_list(struct tx *tx, const char *point_id, const char *after, int limit,
                             struct hand_over **ret_hand_overs, size_t *ret_count);
/* Of all these, each one's in order. */
struct status hand_over_lines_get(struct tx *tx, const char *const *hand_over_ids, size_t count,
                                  struct hand_over_line **ret_lines, size_t *ret_count);

/* *ret_undone false: it was taken back before. *hand_over follows. */
struct status hand_over_undo(struct tx *tx, struct hand_over *hand_over, const char *staff_id, const char *reason,
                             bool *ret_undone);

/* ---- wrong codes ---- */

/* Holds the row of a member of staff at a point, so that tries come one after the other; *ret_closed_s: for so long
 * codes are closed for him there, 0: they are not. */
struct status wrong_codes_lock(struct tx *tx, const char *point_id, const char *staff_id, int64_t *ret_closed_s);
/* One more; the row is held. */
struct status wrong_codes_add(struct tx *tx, const char *point_id, const char *staff_id);

#endif
