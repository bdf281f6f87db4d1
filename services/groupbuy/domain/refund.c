#include "groupbuy/domain/refund.h"

#include <stddef.h>

#include "groupbuy/domain/names.h"

static const char *const states[] = { "NONE", "REQUESTED", "PROCESSING", "SUCCESS", "WAITING_FUNDS", "ABNORMAL" };
static const char *const reasons[] = { "", "TEAM_EXPIRED", "LEFT_TEAM", "LATE_PAYMENT" };
static const char *const texts[] = { "", "拼团未成功，自动退款", "退出拼团，自动退款", "订单已取消，自动退款" };

static const struct {
    enum refund_state from, to;
} moves[] = {
    { REFUND_REQUESTED, REFUND_PROCESSING },     { REFUND_REQUESTED, REFUND_SUCCESS },
    { REFUND_REQUESTED, REFUND_WAITING_FUNDS },  { REFUND_REQUESTED, REFUND_ABNORMAL },
    { REFUND_PROCESSING, REFUND_SUCCESS },       { REFUND_PROCESSING, REFUND_ABNORMAL },
    { REFUND_WAITING_FUNDS, REFUND_PROCESSING }, { REFUND_WAITING_FUNDS, REFUND_SUCCESS },
    { REFUND_WAITING_FUNDS, REFUND_ABNORMAL },   { REFUND_ABNORMAL, REFUND_SUCCESS },
};

bool refund_may_move(enum refund_state from, enum refund_state to)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].from == from && moves[i].to == to)
            return true;
    return false;
}

enum refund_state refund_state_of_wechat(const char *status)
{
    static const char *const wechat[] = { "", "PROCESSING", "SUCCESS", "CLOSED", "ABNORMAL" };
    static const enum refund_state ours[] = { REFUND_NONE, REFUND_PROCESSING, REFUND_SUCCESS, REFUND_ABNORMAL,
                                              REFUND_ABNORMAL };

    return ours[NUMBER_OF(wechat, status)];
}

bool refund_is_settled(enum refund_state state)
{
    return state == REFUND_SUCCESS || state == REFUND_ABNORMAL;
}

const char *refund_state_name(enum refund_state state)
{
    return NAME_OF(states, state);
}

enum refund_state refund_state_of(const char *name)
{
    return (enum refund_state)NUMBER_OF(states, name);
}

const char *refund_reason_name(enum refund_reason reason)
{
    return NAME_OF(reasons, reason);
}

enum refund_reason refund_reason_of(const char *name)
{
    return (enum refund_reason)NUMBER_OF(reasons, name);
}

const char *refund_reason_text(enum refund_reason reason)
{
    return NAME_OF(texts, reason);
}
