#include "content/rpc/page_place.h"
#include "content/rpc/views.h"

struct status content_list_feed(struct call *call, const Ct__ListFeedRequest *in, Ct__ListPostsResponse *out)
{
    int limit = page_size(in->page_size);
    struct post_place after;
    struct post *posts;
    size_t count;

    TRY(post_place_read(call, in->community_id, in->page_token, &after));
    TRY(post_list_of_community(call->tx, call->arena, in->community_id, call->caller->user_id, &after, limit + 1, &posts,
                               &count));

    posts_page(call, in->community_id, posts, count, (size_t)limit, out);
    return OK;
}
