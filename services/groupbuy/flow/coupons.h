/* The coupon of an order: locked while it is placed, then it follows the order by jobs, which ask until they are heard.
 */
#ifndef GROUPBUY_FLOW_COUPONS_H
#define GROUPBUY_FLOW_COUPONS_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/order_store.h"

#define JOB_SETTLE_COUPON "settle_coupon"

#define COUPON_CONSUME "CONSUME"
#define COUPON_RELEASE "RELEASE"
#define COUPON_RETURN  "RETURN"

/* What the coupon takes off the lines, priced without it; those that it covers are marked as eligible, the others not.
 * campaign_id may be "". COUPON_NOT_USABLE, also when it covers none. No transaction may be open. */
struct status coupon_quote(struct call *call, const char *coupon_id, const char *campaign_id, struct order_line *lines,
                           size_t count, fen *ret_discount);
/* The same, and the coupon is the order's until it is consumed or released. Asking again gives the same. */
struct status coupon_lock(struct call *call, const char *coupon_id, const char *campaign_id, const char *order_id,
                          struct order_line *lines, size_t count, fen *ret_discount);

/* In a transaction: what the coupon shall do. Nothing without a coupon (""). */
struct status coupon_follow(struct call *call, const char *order_id, const char *coupon_id, const char *user_id,
                            const char *action);

#endif
