#include "notifications/rpc/telling.h"

struct status notifications_on_campaign_ending(struct call *call, const Gb__CampaignEnding *event)
{
    const char *when = text_time(call->arena, event->ends_at_us);

    for (size_t i = 0; i < event->n_user_ids; i++)
        TRY(tell(call, event->user_ids[i], CAMPAIGN_ENDING, event->campaign_id, TELL_ARGS(event->title, when)));
    return OK;
}
