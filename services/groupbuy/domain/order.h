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
    ORDER_REFUNDED = 6,
};

enum cancel_reason {
    CANCEL_NONE = 0,
    CANCEL_BY_BUYER = 1,
    CANCEL_UNPAID = 2,
    CANCEL_TEAM_EXPIRED = 3,
    CANCEL_LEFT_TEAM = 4,
};

enum campaign_kind { KIND_NONE = 0, KIND_FLASH_SALE = 1, KIND_TEAM_BUY = 2 };

struct order_move {
    enum order_status from;
    enum order_status to;
};

extern const struct order_move order_moves[];
extern const size_t order_moves_count;

bool order_may_move(enum order_status from, enum order_status to);

/* "NONE", "PENDING_PAYMENT" …; an unknown text gives ORDER_NONE. */
const char *order_status_name(enum order_status status);
enum order_status order_status_of(const char *name);
/* "" for CANCEL_NONE. */
const char *cancel_reason_name(enum cancel_reason reason);
enum cancel_reason cancel_reason_of(const char *name);
const char *campaign_kind_name(enum campaign_kind kind);
enum campaign_kind campaign_kind_of(const char *name);

#endif
