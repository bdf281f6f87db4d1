#include "base/clock.h"
#include "db/jobs.h"
#include "groupbuy/campaigns.h"
#include "groupbuy/domain/campaign.h"
#include "groupbuy/domain/reminder.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/store/reminder_store.h"
#include "rpc/timestamp.h"

#define LANDED_S 2 /* who asked at the last moment is in the tables then */

/* A job each; who asks when it starts in a moment hears so at once. */
static struct status add(struct call *call, const struct campaign *campaign, Gb__Reminder *out)
{
    int64_t start_us = reminder_of_start_us(campaign->starts_at_us);
    int64_t end_us = reminder_of_end_us(campaign->starts_at_us, campaign->ends_at_us);
    bool soon = call->now_us >= start_us, nearly_over = call->now_us >= end_us;
    const char *user_id = call->caller->user_id;

    TRY(reminder_add(call->tx, campaign->id, user_id, soon, nearly_over));
    if (!soon)
        TRY(job_add(call->tx, JOB_CAMPAIGN_STARTING, campaign->id, start_us + LANDED_S * US_PER_S, NULL, 0));
    else if (call->now_us < campaign->starts_at_us)
        TRY(tell_campaign_starting(call, campaign, &user_id, 1));
    if (!nearly_over)
        TRY(job_add(call->tx, JOB_CAMPAIGN_ENDING, campaign->id, end_us + LANDED_S * US_PER_S, NULL, 0));
    if (call->now_us < campaign->starts_at_us)
        out->starting_at = timestamp_new(call->arena, soon ? call->now_us : start_us);
    if (!nearly_over)
        out->ending_at = timestamp_new(call->arena, end_us);
    return OK;
}

struct status groupbuy_remind_me(struct call *call, const Gb__RemindMeRequest *in, Gb__Reminder *out)
{
    struct campaign campaign;

    TRY(campaign_get(call->tx, in->campaign_id, &campaign));
    out->campaign_id = campaign.id;
    out->wanted = !in->off;
    if (in->off)
        return reminder_remove(call->tx, campaign.id, call->caller->user_id);
    if (call->now_us >= campaign.ends_at_us)
        return fail(ENDED, "campaign %s is over", campaign.id);
    return add(call, &campaign, out);
}
