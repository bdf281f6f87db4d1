/* What orders do with points, one function a statement. The account of the person is held by whoever writes. */
#ifndef LINLI_COUPONS_STORE_POINTS_LOCK_STORE_H
#define LINLI_COUPONS_STORE_POINTS_LOCK_STORE_H

#include "coupons/store/points_store.h"

/* LOCK_NONE when there is no row. */
struct status points_lock_get(struct tx *tx, const char *order_id, struct points_lock *ret_lock);
/* A new one, or a tombstone (no points), with the parts of lots it came from. */
struct status points_lock_insert(struct tx *tx, const char *order_id, const struct points_lock *lock, int64_t now_us);
struct status points_lock_parts_insert(struct tx *tx, struct arena *arena, const char *order_id,
                                       const struct lot_part *parts, size_t count);
/* Its state and what is back. */
struct status points_lock_save(struct tx *tx, const char *order_id, const struct points_lock *lock, int64_t now_us);
/* Takes points out of the lock, those that last longest first; *ret_parts is where they belong. */
struct status points_lock_undraw(struct tx *tx, struct arena *arena, const char *order_id, int64_t points,
                                 struct lot_part **ret_parts, size_t *ret_count);

/* *ret_new false when this refund has given back already. */
struct status points_return_insert(struct tx *tx, const char *order_id, const char *refund_id, int64_t points,
                                   int64_t now_us, bool *ret_new);

#endif
