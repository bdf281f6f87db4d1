#include "base/clock.h"
#include "db/jobs.h"
#include "events/audit.h"
#include "groupbuy/campaigns.h"
#include "groupbuy/domain/reminder.h"
#include "groupbuy/flow/groups.h"
#include "groupbuy/flow/leading.h"
#include "groupbuy/flow/publishing.h"
#include "groupbuy/flow/scope.h"
#include "groupbuy/flow/tell.h"
#include "groupbuy/flow/views.h"
#include "groupbuy/service.h"
#include "groupbuy/store/hall_store.h"
#include "groupbuy/store/price_store.h"
#include "groupbuy/store/product_store.h"
#include "groupbuy/store/stock_store.h"
#include "rpc/timestamp.h"

#define UNSOLD_AFTER_S 60 /* after the end: batches under way have landed */

static const char *image_of(const struct sku *sku, const struct product *product)
{
    if (*sku->image_url)
        return sku->image_url;
    return product->image_urls_count ? product->image_urls[0] : "";
}

static struct campaign campaign_of(struct call *call, const Gb__CreateCampaignRequest *in, const struct place *place,
                                   const struct sku *sku, const struct product *product)
{
    const struct groupbuy *house = groupbuy_of(call);
    bool flash = in->kind == GB__CAMPAIGN_KIND__FLASH_SALE;

    return (struct campaign){
        .id = id_make(call->arena),
        .kind = (enum campaign_kind)in->kind,
        .title = in->title,
        .description = in->description,
        .product_id = product->id,
        .sku_id = sku->id,
        .product_title = product->title,
        .sku_title = sku->title,
        .image_url = image_of(sku, product),
        .list_price = sku->list_price,
        .price = in->price_fen,
        .starter_discount = in->starter_discount_fen,
        .stock = in->stock,
        .unsold = in->stock,
        .buckets = flash ? (int)house->flash_buckets : 1,
        .per_user_limit = in->per_user_limit,
        .starts_at_us = timestamp_us(in->starts_at),
        .ends_at_us = timestamp_us(in->ends_at),
        .unpaid_s = in->unpaid_s ? in->unpaid_s : (int32_t)(flash ? house->flash_unpaid_s : house->unpaid_s),
        .team_size = in->team_size,
        .team_life_s = in->team_life_s,
        .sponsored_seats_max = in->sponsored_seats_max,
        .sponsor_last_s = in->sponsor_last_s,
        .buyers = in->buyers ? (enum buyers)in->buyers : BUYERS_ANY,
        .min_level = in->min_level,
        .circle_id = place->circle_id,
        .community_id = place->community_id,
        .hall_goods_id = "",
    };
}

/* What stands in the audit log. */
static struct status note(struct call *call, const struct campaign *campaign)
{
    return audit(call,
                 &(struct audit_line){
                     .scope_id = campaign->community_id,
                     .action = "publish_campaign",
                     .object_type = "campaign",
                     .object_id = campaign->id,
                     .after = arena_printf(call->arena, "%s %s: sku %s, %ld fen, %ld units, community %s, circle %s%s%s",
                                           campaign_kind_name(campaign->kind), campaign->title, campaign->sku_id,
                                           (long)campaign->price, (long)campaign->stock, campaign->community_id,
                                           campaign->circle_id, campaign->min_level ? ", from " : "",
                                           campaign->min_level_name),
                 });
}

/* What the whole platform sells is taken from no hall. */
static struct status hold_line(struct call *call, const struct place *place, const char *sku_id, const char **ret_line)
{
    *ret_line = "";
    return *place->community_id ? hall_hold(call->tx, place->community_id, sku_id, ret_line) : OK;
}

/* Who publishes it for the next minutes knows. */
static struct status tell_operators_later(struct call *call, const struct campaign *campaign)
{
    int64_t at_us = reminder_of_start_us(campaign->starts_at_us);

    if (campaign->kind != KIND_FLASH_SALE || at_us <= call->now_us)
        return OK;
    return job_add(call->tx, JOB_SALE_STARTING, campaign->id, at_us, NULL, 0);
}

/* Published at once; its units leave the SKU's stock in the same transaction, which stays open for the answer. */
static struct status publish(struct call *call, const Gb__CreateCampaignRequest *in, const struct place *place,
                             const char *level_name, struct campaign *ret_campaign)
{
    struct campaign *campaign = ret_campaign;
    struct product product;
    struct sku sku;
    const struct campaign_plan plan = { in, place, &sku, &product };
    const char *line;

    TRY(call_begin(call));
    TRY(leading_place(call, place));
    TRY(sku_lock(call->tx, in->sku_id, &sku, &product));
    TRY(hold_line(call, place, sku.id, &line));
    TRY(publish_possible(call, &plan));
    TRY(publish_approved(call, &plan));
    *campaign = campaign_of(call, in, place, &sku, &product);
    campaign->min_level_name = level_name;
    campaign->hall_goods_id = line;
    TRY(price_to_strike(call->tx, sku.id, campaign->price, &campaign->strike_price));
    TRY(sku_take(call->tx, sku.id, in->stock));
    TRY(campaign_insert(call->tx, campaign, call->caller->user_id));
    TRY(job_add(call->tx, JOB_END_CAMPAIGN, campaign->id, campaign->ends_at_us + UNSOLD_AFTER_S * US_PER_S, NULL, 0));
    TRY(tell_operators_later(call, campaign));
    TRY(note(call, campaign));
    return tell_campaign_published(call, campaign);
}

/* Coupons is asked for whoever may publish there alone. */
static struct status find_level(struct call *call, int32_t level, const struct place *place, const char **ret_name)
{
    struct status leads;

    if (level > 0) {
        TRY(call_begin_read(call));
        leads = leading_place(call, place);
        call_rollback(call);
        TRY(leads);
    }
    return level_name_find(call, level, "minLevel", ret_name);
}

struct status groupbuy_create_campaign(struct call *call, const Gb__CreateCampaignRequest *in, Gb__Campaign *out)
{
    struct campaign campaign;
    struct place place;
    const char *level_name;

    TRY(place_find(call, in->community_id, in->circle_id, &place));
    TRY(place_lead(call, &place));
    TRY(find_level(call, in->min_level, &place, &level_name));
    TRY(publish(call, in, &place, level_name, &campaign));
    campaign_view(call, &campaign, out);
    return OK;
}
