/* What orders do with points, in call->tx: like with coupons, and a refund may give back a part. */
#ifndef LINLI_COUPONS_FLOW_POINTS_LOCKING_H
#define LINLI_COUPONS_FLOW_POINTS_LOCKING_H

#include "coupons/flow/points.h"
#include "coupons/store/points_lock_store.h"

void points_offer_view(const struct points_lock *lock, Cp__PointsOffer *out);
void points_lock_view(const char *order_id, const struct points_lock *lock, Cp__PointsLock *out);

/* ORDER_CONSUMES or ORDER_RELEASES; repeating changes nothing. NOT_HERE for another's lock. */
struct status points_lock_move(struct call *call, const char *user_id, const char *order_id, enum lock_event event,
                               struct points_lock *ret_lock);
/* A refund gives back `points` (0: the rest). NOT_HERE for another's lock. */
struct status points_lock_return(struct call *call, const char *user_id, const char *order_id, const char *refund_id,
                                 int64_t points, struct points_lock *ret_lock);

#endif
