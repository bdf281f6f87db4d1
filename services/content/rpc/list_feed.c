#include "content/rpc/views.h"
#include "content/store/post_store.h"

struct status content_list_feed(struct call *call, const Ct__ListFeedRequest *in, Ct__ListPostsResponse *out)
{
    struct page page;
    struct post *posts;

    TRY(page_open(call, in, PAGE_BY_TIME, in->community_id, &page));
    TRY(post_list_of_community(call->tx, call->arena, in->community_id, call->caller->user_id,
                               &(struct post_place){ page.after_us, page.after }, page.rows_max, &posts, &page.count));

    return posts_page(call, &page, posts, out);
}
