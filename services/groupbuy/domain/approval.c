#include "groupbuy/domain/approval.h"

#include "groupbuy/domain/names.h"

static const char *const kinds[] = {
    [APPROVAL_NONE] = "",
    [APPROVAL_REFUND_ORDER] = "REFUND_ORDER",
    [APPROVAL_SKU_REFUND] = "SKU_REFUND",
    [APPROVAL_PUBLISH_CAMPAIGN] = "PUBLISH_CAMPAIGN",
    [APPROVAL_PAYOUT] = "PAYOUT",
    [APPROVAL_WITHDRAW_CAMPAIGN] = "WITHDRAW_CAMPAIGN",
    [APPROVAL_PUBLISH_ROUND] = "PUBLISH_ROUND",
};

static const char *const states[] = {
    [APPROVAL_STATE_NONE] = "",       [APPROVAL_PENDING] = "PENDING", [APPROVAL_APPROVED] = "APPROVED",
    [APPROVAL_REJECTED] = "REJECTED", [APPROVAL_EXPIRED] = "EXPIRED", [APPROVAL_USED] = "USED",
};

const char *approval_kind_name(enum approval_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum approval_kind approval_kind_of(const char *name)
{
    return (enum approval_kind)NUMBER_OF(kinds, name);
}

const char *approval_state_name(enum approval_state state)
{
    return NAME_OF(states, state);
}

enum approval_state approval_state_of(const char *name)
{
    return (enum approval_state)NUMBER_OF(states, name);
}
