#include "groupbuy/flow/newcomers.h"

#include "groupbuy/store/newcomer_store.h"

struct status newcomer_admit_caller(struct call *call, const struct campaign *campaign, bool founds)
{
    bool is_new = true;

    if (buyers_must_be_new(campaign->buyers, founds))
        TRY(newcomer_is(call->tx, call->caller->user_id, "", &is_new));
    return is_new ? OK : fail(NEW_MEMBERS_ONLY, "campaign %s is for who has not bought yet", campaign->id);
}

struct status newcomer_judge(struct call *call, const struct order *order, bool founds, bool *ret_welcome)
{
    *ret_welcome = true;
    if (!buyers_must_be_new(order->buyers, founds))
        return OK;
    TRY(newcomer_lock(call->tx, order->user_id));
    return newcomer_is(call->tx, order->user_id, order->id, ret_welcome);
}
