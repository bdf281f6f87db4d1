/* What orders do with coupons. */
#ifndef LINLI_COUPONS_RPC_LOCKING_H
#define LINLI_COUPONS_RPC_LOCKING_H

#include "coupons/coupons.h"
#include "coupons/store/coupon_store.h"

/* The order as the rules want it. */
struct status basket_of(struct call *call, const char *user_id, const char *campaign_id, Cp__CouponLine *const *lines,
                        size_t count, struct coupon_basket *ret_basket);
void offer_view(struct call *call, const struct coupon *coupon, const struct coupon_fit *offer, Cp__CouponOffer *out);

/* Applies an event to the lock of (coupon, order), holding the coupon: moves both, tells the world. Repeating changes
 * nothing. NOT_HERE for another's coupon. */
struct status lock_apply(struct call *call, const char *coupon_id, const char *user_id, const char *order_id,
                         enum lock_event event, enum lock_state *ret_state);

#endif
