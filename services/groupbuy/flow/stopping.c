#include "groupbuy/flow/stopping.h"

#include <string.h>

#include "base/clock.h"
#include "db/jobs.h"
#include "groupbuy/flow/cancelling.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/stock_store.h"

#define CLEAR_AFTER_S  2  /* batches of a flash sale that did not see it yet have landed */
#define UNSOLD_AFTER_S 60 /* then what nobody has goes back to the SKU */
#define ORDERS_MAX     200

struct status campaign_off(struct call *call, struct campaign *campaign, bool withdrawn, const char *why)
{
    const char *job = withdrawn ? JOB_CLEAR_WITHDRAWN : JOB_CLEAR_STOPPED;
    int64_t unsold_us = call->now_us + UNSOLD_AFTER_S * US_PER_S;

    TRY(campaign_stop(call->tx, campaign->id, withdrawn, why));
    TRY(campaign_get(call->tx, campaign->id, campaign));
    TRY(job_add(call->tx, job, campaign->id, call->now_us + CLEAR_AFTER_S * US_PER_S, NULL, 0));
    TRY(job_add(call->tx, JOB_END_CAMPAIGN, campaign->id, unsold_us, NULL, 0));
    TRY(job_move(call->tx, JOB_END_CAMPAIGN, campaign->id, unsold_us));
    hint_object(call, "campaign", campaign->id, campaign->sold_out_version);
    return tell_campaign_stopped(call, campaign);
}

struct status campaign_close_unpaid(struct call *call, const char *campaign_id, enum cancel_reason reason,
                                    bool *ret_left)
{
    const char *why = cancel_reason_name(reason);
    const char *const *ids;
    size_t count;

    TRY(order_list_unpaid_of_campaign(call->tx, campaign_id, ORDERS_MAX, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(job_add(call->tx, JOB_CLOSE_UNPAID, ids[i], 0, why, strlen(why)));
    *ret_left = count > 0;
    return OK;
}
