/* What became of an order: asked of groupbuy before a lock is given back, because age alone frees nothing. */
#ifndef LINLI_COUPONS_JOBS_ASKING_H
#define LINLI_COUPONS_JOBS_ASKING_H

#include "coupons/coupons.h"
#include "coupons/domain/coupon.h"

/* What the order's state means for its locks. NOT_AVAILABLE while it may still be paid. No transaction may be open. */
struct status ask_standing(struct call *call, const char *order_id, enum lock_event *ret_event);

#endif
