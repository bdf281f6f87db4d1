#include "notifications/rpc/telling.h"

struct status notifications_on_campaign_starting(struct call *call, const Gb__CampaignStarting *event)
{
    const char *when = text_time(call->arena, event->starts_at_us);

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], CAMPAIGN_STARTING, event->campaign_id, TELL_ARGS(event->title, when)));
    return OK;
}
