#include "auth/rpc/views.h"
#include "rpc/page.h"

struct status auth_list_communities(struct call *call, const Au__ListCommunitiesRequest *in,
                                    Au__ListCommunitiesResponse *out)
{
    struct page page;
    struct community *communities;

    TRY(page_open(call, in, PAGE_BY_ID, "", &page));
    TRY(community_list(call->tx, call->arena, call->caller->user_id, page.after, page.rows_max, &communities, &page.count));

    out->next_page_token = page_next(call, &page, communities[page.count - 1].id);
    out->n_communities = page.count;
    out->communities = MESSAGES(call, Au__Community, au__community, page.count);
    for (size_t i = 0; i < page.count; i++)
        community_view(call, &communities[i], out->communities[i]);
    return OK;
}
