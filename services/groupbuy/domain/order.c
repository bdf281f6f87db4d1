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
};
const size_t order_moves_count = sizeof order_moves / sizeof order_moves[0];

static const char *const statuses[] = {
    "NONE", "PENDING_PAYMENT", "PAID", "WAITING_TEAM", "READY", "CANCELLED", "REFUNDED",
};
static const char *const cancel_reasons[] = { "", "BY_BUYER", "UNPAID", "TEAM_EXPIRED", "LEFT_TEAM" };
static const char *const kinds[] = { "", "FLASH_SALE", "TEAM_BUY" };

bool order_may_move(enum order_status from, enum order_status to)
{
    for (size_t i = 0; i < order_moves_count; i++)
        if (order_moves[i].from == from && order_moves[i].to == to)
            return true;
    return false;
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
