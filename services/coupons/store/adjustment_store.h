/* Points given or taken by hand, one function a statement. Results live in the transaction's arena. */
#ifndef LINLI_COUPONS_STORE_ADJUSTMENT_STORE_H
#define LINLI_COUPONS_STORE_ADJUSTMENT_STORE_H

#include "db/db.h"

/* The numbers of linli.coupons.v1.AdjustmentState. */
enum adjustment_state { ADJUSTMENT_PROPOSED = 1, ADJUSTMENT_APPROVED = 2, ADJUSTMENT_REJECTED = 3 };

struct adjustment {
    const char *id;
    const char *user_id;
    int64_t points;
    const char *why;
    enum adjustment_state state;
    const char *proposed_by;
    const char *decided_by; /* "": nobody yet */
    int64_t proposed_us;
    int64_t decided_us; /* 0: not yet */
};

struct status adjustment_insert(struct tx *tx, const struct adjustment *adjustment);
/* NOT_HERE; holds the row. */
struct status adjustment_lock(struct tx *tx, const char *adjustment_id, struct adjustment *ret_adjustment);
struct status adjustment_save(struct tx *tx, const struct adjustment *adjustment);
/* Newest first, ids below `before_id`; `state` 0: all. */
struct status adjustment_list(struct tx *tx, struct arena *arena, enum adjustment_state state, const char *before_id,
                              int limit, struct adjustment **ret_adjustments, size_t *ret_count);

#endif
