#include "auth/rpc/views.h"

/* One more than the page is read: when it is there, there is a next page. */
struct status auth_list_communities(struct call *call, const Au__ListCommunitiesRequest *in,
                                    Au__ListCommunitiesResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t parts, count, limit = (size_t)page_size(in->page_size);
    struct community *communities;

    TRY(page_token_read(call, "", in->page_token, after, &parts));
    TRY(community_list(call->tx, call->arena, call->caller->user_id, after[0], (int)limit + 1, &communities, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, "", &communities[count - 1].id, 1);
    }
    out->n_communities = count;
    out->communities = arena_array(call->arena, Au__Community *, count + 1);
    for (size_t i = 0; i < count; i++) {
        out->communities[i] = MESSAGE(call, Au__Community, au__community);
        community_view(call, &communities[i], out->communities[i]);
    }
    return OK;
}
