/* What weighed goods weighed. */
#ifndef GROUPBUY_STORE_WEIGHT_STORE_H
#define GROUPBUY_STORE_WEIGHT_STORE_H

#include "groupbuy/store/order_store.h"

struct weight {
    const char *order_id;
    int position; /* of the line */
    int64_t grams;
    int64_t upper_g; /* what was paid for */
    fen refund;
};

/* *ret_new false: the line was weighed before, and stays as it was. */
struct status weight_insert(struct tx *tx, const struct weight *weight, const char *recorded_by, bool *ret_new);
/* The order has its parcel at that place of the round, and the item is sold by weight. */
struct status weight_belongs(struct tx *tx, const char *round_id, const char *place_id, const char *order_id,
                             const char *item_id, bool *ret_belongs, bool *ret_weighed);

#endif
