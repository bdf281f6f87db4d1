#include "groupbuy/flow/publishing.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "groupbuy/domain/campaign.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/hall.h"
#include "groupbuy/service.h"
#include "groupbuy/store/publish_store.h"
#include "rpc/timestamp.h"

static struct campaign_draft draft_of(const Gb__CreateCampaignRequest *in, const struct sku *sku)
{
    return (struct campaign_draft){
        .kind = (enum campaign_kind)in->kind,
        .list_price = sku->list_price,
        .price = in->price_fen,
        .starter_discount = in->starter_discount_fen,
        .stock = in->stock,
        .per_user_limit = in->per_user_limit,
        .starts_at_us = timestamp_us(in->starts_at),
        .ends_at_us = timestamp_us(in->ends_at),
        .team_size = in->team_size,
        .team_life_s = in->team_life_s,
        .sponsored_seats_max = in->sponsored_seats_max,
        .sponsor_last_s = in->sponsor_last_s,
        .buyers = (enum buyers)in->buyers,
        .unpaid_s = in->unpaid_s,
    };
}

struct status publish_possible(struct call *call, const struct campaign_plan *plan)
{
    const struct groupbuy *house = groupbuy_of(call);
    const struct campaign_bounds bounds = { house->team_life_s_min, house->team_life_s_max };
    const struct campaign_draft draft = draft_of(plan->in, plan->sku);

    TRY(campaign_check(&draft, &bounds, call->now_us));
    if (plan->product->kind != PRODUCT_GOODS)
        return fail_field("skuId", "is of a product that leaves no shelf");
    if (plan->product->status != SHELF_ON)
        return fail(PRODUCT_OFF_SHELF, "product %s is not on the shelf", plan->product->id);
    if (plan->sku->stock < plan->in->stock)
        return fail(STOCK_SHORT, "SKU %s has %ld units", plan->sku->id, (long)plan->sku->stock);
    return hall_check_campaign(call, plan->place->community_id, plan->sku->id,
                               plan->in->price_fen - plan->in->starter_discount_fen, plan->in->stock);
}

struct status publish_findings(struct call *call, const struct campaign_plan *plan, struct findings *findings,
                               fen *ret_loss)
{
    const Gb__CreateCampaignRequest *in = plan->in;
    const struct place *place = plan->place;
    const struct groupbuy *house = groupbuy_of(call);
    int64_t starts_us = timestamp_us(in->starts_at), ends_us = timestamp_us(in->ends_at);
    struct hall_goods *lines;
    size_t lines_count;
    struct publish_facts facts = {
        .price = in->price_fen - in->starter_discount_fen,
        .list_price = plan->sku->list_price,
        .cost_price = plan->sku->cost_price,
        .units = in->stock,
        .sku_units = plan->sku->stock,
        .seconds = (ends_us - starts_us) / US_PER_S,
        .members_only = *place->community_id || *place->circle_id || in->min_level,
        .yellow_percent = house->publish_yellow_percent,
        .red_percent = house->publish_red_percent,
    };

    TRY(hall_find(call->tx, place->community_id, &plan->sku->id, 1, &lines, &lines_count));
    TRY(publish_facts_read(call->tx, in->sku_id, *place->circle_id ? place->circle_id : place->community_id,
                           in->min_level, lines_count && *place->community_id ? lines->id : "", starts_us, ends_us, &facts));
    publish_check(&facts, findings);
    *ret_loss = publish_loss(&facts);
    return OK;
}

struct status publish_refusal(struct status possible, struct findings *findings)
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

void publish_findings_view(struct call *call, const struct findings *findings, Gb__Finding ***ret_views,
                           size_t *ret_count)
{
    *ret_count = (size_t)findings->count;
    *ret_views = MESSAGES(call, Gb__Finding, gb__finding, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        (*ret_views)[i]->kind = (Gb__FindingKind)findings->list[i].kind;
        (*ret_views)[i]->severity = (Gb__Severity)findings->list[i].severity;
        (*ret_views)[i]->text = arena_strdup(call->arena, findings->list[i].text);
    }
}

const char *publish_subject(struct call *call, const Gb__CreateCampaignRequest *in)
{
    char *subject = arena_alloc(call->arena, ID_CHARS + 1);
    uint8_t digest[SHA256_BYTES], *data;
    size_t bytes;

    data = message_pack(call->arena, &in->base, &bytes);
    sha256(data, bytes, digest);
    hex_encode(digest, ID_CHARS / 2, subject);
    return subject;
}

struct status publish_approved(struct call *call, const struct campaign_plan *plan)
{
    struct findings findings = { 0 };
    fen loss;

    TRY(publish_findings(call, plan, &findings, &loss));
    return findings_red(&findings)
               ? approval_take(call, APPROVAL_PUBLISH_CAMPAIGN, publish_subject(call, plan->in), 0, loss)
               : OK;
}
