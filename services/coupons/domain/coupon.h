/* The life of a coupon and of its locks. Pure.
 *
 * A lock belongs to (coupon, order). Calls may repeat and come in any order: a release that comes before its lock leaves a
 * tombstone, and the late lock is refused. */
#ifndef LINLI_COUPONS_DOMAIN_COUPON_H
#define LINLI_COUPONS_DOMAIN_COUPON_H

#include "coupons/domain/template.h"

enum coupon_state { COUPON_FREE = 1, COUPON_BOUND = 2, COUPON_USED = 3, COUPON_EXPIRED = 4 };
/* The numbers of linli.coupons.v1.CouponLockState. */
enum lock_state { LOCK_NONE = 0, LOCK_LOCKED = 1, LOCK_CONSUMED = 2, LOCK_RELEASED = 3, LOCK_RETURNED = 4 };

struct coupon {
    const char *id;
    const char *user_id;
    const struct template *template;
    enum coupon_state state; /* as stored: never COUPON_EXPIRED */
    const char *order_id;    /* "": none */
    enum channel channel;
    int64_t issued_us;
    int64_t expires_us;
};

/* As people see it: a free one whose time ran out is expired. */
enum coupon_state coupon_shown_state(const struct coupon *coupon, int64_t now_us);
/* COUPON_NOT_USABLE unless it can be bound to an order now. */
struct status coupon_usable(const struct coupon *coupon, int64_t now_us);

enum lock_event { ORDER_CONSUMES, ORDER_RELEASES, ORDER_RETURNS };

/* Where a lock goes; the same state when the event changes nothing. */
enum lock_state lock_next(enum lock_state state, enum lock_event event);
/* What a coupon is once its lock is in that state. */
enum coupon_state coupon_state_for(enum lock_state state);

#endif
