#include "content/rpc/page_place.h"
#include "content/rpc/views.h"
#include "content/store/circle_store.h"

struct status content_list_posts(struct call *call, const Ct__ListPostsRequest *in, Ct__ListPostsResponse *out)
{
    const char *viewer = call->caller->user_id;
    int limit = page_size(in->page_size);
    struct post_place after;
    struct circle circle;
    struct post *posts;
    size_t count;

    TRY(post_place_read(call, in->circle_id, in->page_token, &after));
    TRY(circle_get(call->tx, in->circle_id, viewer, &circle));
    TRY(circle_readable(&circle));
    TRY(post_list_of_circle(call->tx, call->arena, in->circle_id, viewer, &after, limit + 1, &posts, &count));

    posts_page(call, in->circle_id, posts, count, (size_t)limit, out);
    return OK;
}
