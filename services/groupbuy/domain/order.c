#include "groupbuy/domain/order.h"

#include "groupbuy/domain/names.h"

const struct order_move order_moves[] = {
    { ORDER_NONE, ORDER_PENDING_PAYMENT },
    { ORDER_PENDING_PAYMENT, ORDER_PAID },
    { ORDER_PENDING_PAYMENT, ORDER_CANCELLED },
    { ORDER_PAID, ORDER_WAITING_TEAM },
    { ORDER_PAID, ORDER_READY },
    { ORDER_WAITING_TEAM, ORDER_READY },
    { ORDER_WAITING_TEAM, ORDER_CANCELLED },
    { ORDER_CANCELLED, ORDER_REFUNDED },
    { ORDER_PAID, ORDER_WAITING_CUTOFF },
    { ORDER_WAITING_CUTOFF, ORDER_READY },
    { ORDER_WAITING_CUTOFF, ORDER_CANCELLED },
    { ORDER_WAITING_CUTOFF, ORDER_REFUNDED },
    { ORDER_READY, ORDER_CANCELLED },
    { ORDER_READY, ORDER_SHIPPED },
    { ORDER_READY, ORDER_PARTLY_FULFILLED },
    { ORDER_READY, ORDER_FULFILLED },
    { ORDER_READY, ORDER_REFUNDED },
    { ORDER_SHIPPED, ORDER_FULFILLED },
    { ORDER_SHIPPED, ORDER_REFUNDED },
    { ORDER_PARTLY_FULFILLED, ORDER_READY },
    { ORDER_PARTLY_FULFILLED, ORDER_FULFILLED },
    { ORDER_PARTLY_FULFILLED, ORDER_REFUNDED },
    { ORDER_FULFILLED, ORDER_READY }, /* a collection undone within its minutes */
    { ORDER_FULFILLED, ORDER_PARTLY_FULFILLED },
    { ORDER_FULFILLED, ORDER_COMPLETED },
    { ORDER_FULFILLED, ORDER_REFUNDED },
    { ORDER_COMPLETED, ORDER_REFUNDED },
};
const size_t order_moves_count = sizeof order_moves / sizeof order_moves[0];

static const char *const statuses[] = {
    "NONE",     "PENDING_PAYMENT", "PAID",    "WAITING_TEAM",     "READY",     "CANCELLED",
    "REFUNDED", "WAITING_CUTOFF",  "SHIPPED", "PARTLY_FULFILLED", "FULFILLED", "COMPLETED",
};
static const char *const cancel_reasons[] = { "",          "BY_BUYER",    "UNPAID",    "TEAM_EXPIRED",
                                              "LEFT_TEAM", "BY_OPERATOR", "ROUND_OFF", "MINIMUM_MISSED",
                                              "WITHDRAWN", "NOT_NEW",     "ALL_SHORT" };
static const char *const kinds[] = { "", "FLASH_SALE", "TEAM_BUY", "PLAIN", "GROUP_BUY", "BOOKING", "CONTENT", "CARD" };
static const char *const pools[] = { "SALE", "SKU", "ROUND", "SLOT", "NONE" };
static const char *const late_payments[] = { "", "REFUND", "OWN_TEAM", "OPEN_TEAM" };
static const char *const deliveries[] = { "NONE", "PICK_UP", "DOOR", "EXPRESS" };

bool order_may_move(enum order_status from, enum order_status to)
{
    for (size_t i = 0; i < order_moves_count; i++)
        if (order_moves[i].from == from && order_moves[i].to == to)
            return true;
    return false;
}

bool order_is_live(enum order_status status)
{
    return status != ORDER_NONE && status != ORDER_PENDING_PAYMENT && status != ORDER_CANCELLED &&
           status != ORDER_REFUNDED;
}

bool order_is_here(enum order_status status)
{
    return status == ORDER_PAID || status == ORDER_WAITING_TEAM || status == ORDER_WAITING_CUTOFF ||
           status == ORDER_READY || status == ORDER_CANCELLED;
}

const char *order_status_name(enum order_status status)
{
    return NAME_OF(statuses, status);
}

enum order_status order_status_of(const char *name)
{
    return (enum order_status)NUMBER_OF(statuses, name);
}

const char *cancel_reason_name(enum cancel_reason reason)
{
    return NAME_OF(cancel_reasons, reason);
}

enum cancel_reason cancel_reason_of(const char *name)
{
    return (enum cancel_reason)NUMBER_OF(cancel_reasons, name);
}

const char *campaign_kind_name(enum campaign_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum campaign_kind campaign_kind_of(const char *name)
{
    return (enum campaign_kind)NUMBER_OF(kinds, name);
}

const char *pool_name(enum pool pool)
{
    return NAME_OF(pools, pool);
}

enum pool pool_of(const char *name)
{
    return (enum pool)NUMBER_OF(pools, name);
}

const char *late_payment_name(enum late_payment late)
{
    return NAME_OF(late_payments, late);
}

enum late_payment late_payment_of(const char *name)
{
    return (enum late_payment)NUMBER_OF(late_payments, name);
}

const char *delivery_name(enum delivery_kind kind)
{
    return NAME_OF(deliveries, kind);
}

enum delivery_kind delivery_of(const char *name)
{
    return (enum delivery_kind)NUMBER_OF(deliveries, name);
}
