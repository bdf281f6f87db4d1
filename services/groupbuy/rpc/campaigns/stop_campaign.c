#include "events/audit.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/stopping.h"
#include "groupbuy/flow/views.h"

static struct status may_stop(struct call *call, const struct campaign *campaign)
{
    TRY(leading_campaign(call, campaign));
    return call->now_us < campaign->ends_at_us ? OK : fail(ENDED, "campaign %s is over", campaign->id);
}

struct status groupbuy_stop_campaign(struct call *call, const Gb__StopCampaignRequest *in, Gb__Campaign *out)
{
    struct campaign campaign;

    TRY(campaign_lock(call->tx, in->campaign_id, &campaign));
    TRY(may_stop(call, &campaign));
    TRY(campaign_off(call, &campaign, false, in->why));
    TRY(audit(call, &(struct audit_line){ .scope_id = campaign.community_id,
                                          .action = "stop_campaign",
                                          .object_type = "campaign",
                                          .object_id = campaign.id,
                                          .after = "STOPPED",
                                          .reason = in->why }));
    campaign_view(call, &campaign, out);
    return OK;
}
