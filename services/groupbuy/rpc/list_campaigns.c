#include "groupbuy/flow/pages.h"
#include "groupbuy/flow/views.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status groupbuy_list_campaigns(struct call *call, const Gb__ListCampaignsRequest *in,
                                      Gb__ListCampaignsResponse *out)
{
    const char *filter = arena_printf(call->arena, "%d %s %s", (int)in->kind, in->circle_id, in->community_id);
    size_t limit = (size_t)page_size(in->page_size), count;
    const char *after;
    struct campaign *campaigns;

    TRY(page_after(call, filter, in->page_token, &after));
    TRY(campaign_list(call->tx, (enum campaign_kind)in->kind, in->circle_id, in->community_id, after, (int)limit + 1,
                      &campaigns, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, filter, &campaigns[count - 1].id, 1);
    }
    out->n_campaigns = count;
    out->campaigns = arena_array(call->arena, Gb__Campaign *, count);
    for (size_t i = 0; i < count; i++) {
        out->campaigns[i] = MESSAGE(call, Gb__Campaign, gb__campaign);
        campaign_view(call, &campaigns[i], out->campaigns[i]);
    }
    return OK;
}
