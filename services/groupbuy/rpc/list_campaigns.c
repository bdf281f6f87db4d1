#include "groupbuy/flow/views.h"
#include "rpc/page.h"

struct status groupbuy_list_campaigns(struct call *call, const Gb__ListCampaignsRequest *in,
                                      Gb__ListCampaignsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%d %s %s", (int)in->kind, in->circle_id, in->community_id);
    const struct campaign_filter wanted = { (enum campaign_kind)in->kind, in->circle_id, in->community_id };
    struct page page;
    struct campaign *campaigns;

    TRY(page_open(call, in, PAGE_BY_ID, filter, &page));
    TRY(campaign_list(call->tx, &wanted, page.after, page.rows_max, &campaigns, &page.count));

    out->next_page_token = page_next(call, &page, campaigns[page.count - 1].id);
    out->n_campaigns = page.count;
    out->campaigns = MESSAGES(call, Gb__Campaign, gb__campaign, page.count);
    for (size_t i = 0; i < page.count; i++)
        campaign_view(call, &campaigns[i], out->campaigns[i]);
    return OK;
}
