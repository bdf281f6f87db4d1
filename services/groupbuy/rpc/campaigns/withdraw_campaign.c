#include "events/audit.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/stopping.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/service.h"
#include "groupbuy/store/payment_store.h"

static struct status may_withdraw(struct call *call, const struct campaign *campaign)
{
    if (!call_has_role(call, "operator", campaign->community_id))
        return fail(FORBIDDEN, "the caller is no operator of community %s", campaign->community_id);
    return campaign->withdrawn ? fail(ENDED, "campaign %s is withdrawn", campaign->id) : OK;
}

/* As much money as one person may not send back alone. */
static struct status check_sum(struct call *call, const char *campaign_id)
{
    fen paid;

    TRY(payment_sum_of_campaign(call->tx, campaign_id, &paid));
    if (paid <= groupbuy_of(call)->second_pair_fen)
        return OK;
    return approval_take(call, APPROVAL_WITHDRAW_CAMPAIGN, campaign_id, 0, paid);
}

struct status groupbuy_withdraw_campaign(struct call *call, const Gb__WithdrawCampaignRequest *in, Gb__Campaign *out)
{
    struct campaign campaign;

    TRY(campaign_lock(call->tx, in->campaign_id, &campaign));
    TRY(may_withdraw(call, &campaign));
    TRY(check_sum(call, campaign.id));
    TRY(campaign_off(call, &campaign, true, in->why));
    TRY(audit(call, &(struct audit_line){ .scope_id = campaign.community_id,
                                          .action = "withdraw_campaign",
                                          .object_type = "campaign",
                                          .object_id = campaign.id,
                                          .after = "WITHDRAWN",
                                          .reason = in->why }));
    campaign_view(call, &campaign, out);
    return OK;
}
