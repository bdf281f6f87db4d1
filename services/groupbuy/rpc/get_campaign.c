#include "groupbuy/flow/views.h"

struct status groupbuy_get_campaign(struct call *call, const Gb__GetCampaignRequest *in, Gb__Campaign *out)
{
    struct campaign campaign;

    TRY(campaign_get(call->tx, in->campaign_id, &campaign));
    campaign_view(call, &campaign, out);
    return OK;
}
