#include "groupbuy/flow/groups.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/publishing.h"
#include "rpc/timestamp.h"

static struct status look(struct call *call, const Gb__CreateCampaignRequest *in, const struct place *place,
                          struct findings *findings, fen *ret_loss)
{
    struct product product;
    struct sku sku;
    const struct campaign_plan plan = { in, place, &sku, &product };

    TRY(leading_place(call, place));
    TRY(sku_get(call->tx, in->sku_id, &sku, &product));
    TRY(publish_refusal(publish_possible(call, &plan), findings));
    return publish_findings(call, &plan, findings, ret_loss);
}

struct status groupbuy_check_campaign(struct call *call, const Gb__CheckCampaignRequest *in, Gb__CampaignCheck *out)
{
    struct findings findings = { 0 };
    const char *level_name;
    struct place place;

    TRY(place_find(call, in->campaign->community_id, in->campaign->circle_id, &place));
    TRY(place_lead(call, &place));
    TRY(publish_refusal(level_name_find(call, in->campaign->min_level, "minLevel", &level_name), &findings));
    TRY(call_begin_read(call));
    TRY(look(call, in->campaign, &place, &findings, &out->loss_fen));
    publish_findings_view(call, &findings, &out->findings, &out->n_findings);
    out->needs_approval = findings_red(&findings);
    out->approval_subject_id = publish_subject(call, in->campaign);
    out->server_time = timestamp_new(call->arena, call->now_us);
    call_rollback(call);
    return OK;
}
