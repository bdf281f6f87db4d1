#include <stdio.h>
#include <string.h>

#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/publishing.h"
#include "rpc/timestamp.h"

/* Refused as publishing would be: each field by its name, anything else by its reason. */
static struct status add_refusal(struct status possible, struct findings *findings)
{
    const struct violations *faults = possible.violations;

    if (ok(possible))
        return OK;
    if (possible.code != CODE_INVALID_ARGUMENT && possible.code != CODE_FAILED_PRECONDITION)
        return possible;
    for (int i = 0; faults && i < faults->count && i < VIOLATIONS_MAX; i++)
        finding_add(findings, FINDING_FAULT, SEVERITY_REFUSED, "%s: %s", faults->list[i].field, faults->list[i].reason);
    if (!faults)
        finding_add(findings, FINDING_FAULT, SEVERITY_REFUSED, "%s: %s", possible.reason, possible.text);
    return OK;
}

static struct status look(struct call *call, const Gb__CreateCampaignRequest *in, const struct place *place,
                          struct findings *findings, fen *ret_loss)
{
    struct product product;
    struct sku sku;
    const struct campaign_plan plan = { in, place, &sku, &product };

    TRY(leading_place(call, place));
    TRY(sku_get(call->tx, in->sku_id, &sku, &product));
    TRY(add_refusal(publish_possible(call, &plan), findings));
    return publish_findings(call, &plan, findings, ret_loss);
}

static void view(struct call *call, const struct findings *findings, Gb__CampaignCheck *out)
{
    out->n_findings = (size_t)findings->count;
    out->findings = MESSAGES(call, Gb__Finding, gb__finding, out->n_findings);
    for (size_t i = 0; i < out->n_findings; i++) {
        out->findings[i]->kind = (Gb__FindingKind)findings->list[i].kind;
        out->findings[i]->severity = (Gb__Severity)findings->list[i].severity;
        out->findings[i]->text = arena_strdup(call->arena, findings->list[i].text);
    }
    out->needs_approval = findings_red(findings);
}

struct status groupbuy_check_campaign(struct call *call, const Gb__CheckCampaignRequest *in, Gb__CampaignCheck *out)
{
    struct findings findings = { 0 };
    struct place place;

    TRY(place_find(call, in->campaign->community_id, in->campaign->circle_id, &place));
    TRY(place_lead(call, &place));
    TRY(call_begin_read(call));
    TRY(look(call, in->campaign, &place, &findings, &out->loss_fen));
    view(call, &findings, out);
    out->approval_subject_id = publish_subject(call, in->campaign);
    out->server_time = timestamp_new(call->arena, call->now_us);
    call_rollback(call);
    return OK;
}
