#include "content/rpc/views.h"
#include "content/store/circle_store.h"
#include "content/store/post_store.h"

struct status content_list_posts(struct call *call, const Ct__ListPostsRequest *in, Ct__ListPostsResponse *out)
{
    const char *viewer = call->caller->user_id;
    struct page page;
    struct circle circle;
    struct post *posts;

    TRY(page_open(call, in, PAGE_BY_TIME, in->circle_id, &page));
    TRY(circle_get(call->tx, in->circle_id, viewer, &circle));
    TRY(circle_readable(&circle));
    TRY(post_list_of_circle(call->tx, call->arena, in->circle_id, viewer,
                            &(struct post_place){ page.after_us, page.after }, page.rows_max, &posts, &page.count));

    return posts_page(call, &page, posts, out);
}
