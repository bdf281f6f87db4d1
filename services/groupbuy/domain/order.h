/* The life of an order. The numbers are those of linli.groupbuy.v1.OrderStatus, the names are what the database holds.
 *
 * order_moves is the one table of what may follow what; the database has the same (order_moves), and a test compares.
 */
#ifndef GROUPBUY_DOMAIN_ORDER_H
#define GROUPBUY_DOMAIN_ORDER_H

#include <stdbool.h>
#include <stddef.h>

enum order_status {
    ORDER_NONE = 0, /* before it is placed */
    ORDER_PENDING_PAYMENT = 1,
    ORDER_PAID = 2,
    ORDER_WAITING_TEAM = 3,
    ORDER_READY = 4,
    ORDER_CANCELLED = 5,
    ORDER_REFUNDED = 6, /* all of it; what goes back in part leaves the order going on */
    ORDER_WAITING_CUTOFF = 7,
    ORDER_SHIPPED = 8,
    ORDER_PARTLY_FULFILLED = 9,
    ORDER_FULFILLED = 10,
    ORDER_COMPLETED = 11,
};

enum cancel_reason {
    CANCEL_NONE = 0,
    CANCEL_BY_BUYER = 1,
    CANCEL_UNPAID = 2,
    CANCEL_TEAM_EXPIRED = 3,
    CANCEL_LEFT_TEAM = 4,
    CANCEL_BY_OPERATOR = 5,
    CANCEL_ROUND_OFF = 6,
    CANCEL_MINIMUM_MISSED = 7,
    CANCEL_WITHDRAWN = 8,
    CANCEL_NOT_NEW = 9,
    CANCEL_ALL_SHORT = 10,
};

/* How something is sold: campaigns are of the first two, orders of all. */
enum campaign_kind {
    KIND_NONE = 0,
    KIND_FLASH_SALE = 1,
    KIND_TEAM_BUY = 2,
    KIND_PLAIN = 3,
    KIND_GROUP_BUY = 4, /* of a leader's round */
    KIND_BOOKING = 5,
    KIND_CONTENT = 6,
    KIND_CARD = 7, /* so many sessions, used one by one */
};

/* The pool that a line's units came from and go back to. */
enum pool {
    POOL_SALE = 0,  /* the order's bucket of its campaign */
    POOL_SKU = 1,   /* the SKU's own stock */
    POOL_ROUND = 2, /* an item of a leader's round */
    POOL_SLOT = 3,  /* a time that is booked */
    POOL_NONE = 4,  /* nothing that could run out */
};

/* What its buyer chose for a payment that finds his team over. The numbers of linli.groupbuy.v1.LatePayment. */
enum late_payment { LATE_NONE = 0, LATE_REFUND = 1, LATE_OWN_TEAM = 2, LATE_OPEN_TEAM = 3 };

/* How an order reaches its buyer. The numbers of linli.groupbuy.v1.DeliveryKind. */
enum delivery_kind { DELIVERY_NONE = 0, DELIVERY_PICK_UP = 1, DELIVERY_DOOR = 2, DELIVERY_EXPRESS = 3 };

struct order_move {
    enum order_status from;
    enum order_status to;
};

extern const struct order_move order_moves[];
extern const size_t order_moves_count;

bool order_may_move(enum order_status from, enum order_status to);
/* Paid, and neither off nor given back. */
bool order_is_live(enum order_status status);
/* Nothing of it has left the house: freight may still go back. */
bool order_is_here(enum order_status status);

/* "NONE", "PENDING_PAYMENT" …; an unknown text gives ORDER_NONE. */
const char *order_status_name(enum order_status status);
enum order_status order_status_of(const char *name);
/* "" for CANCEL_NONE. */
const char *cancel_reason_name(enum cancel_reason reason);
enum cancel_reason cancel_reason_of(const char *name);
const char *campaign_kind_name(enum campaign_kind kind);
enum campaign_kind campaign_kind_of(const char *name);
const char *pool_name(enum pool pool);
enum pool pool_of(const char *name);
/* "" for LATE_NONE. */
const char *late_payment_name(enum late_payment late);
enum late_payment late_payment_of(const char *name);
const char *delivery_name(enum delivery_kind kind);
enum delivery_kind delivery_of(const char *name);

#endif
