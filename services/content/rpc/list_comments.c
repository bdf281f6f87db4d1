#include "content/rpc/views.h"
#include "content/rpc/writing.h"
#include "content/store/comment_store.h"
#include "rpc/page.h"

struct status content_list_comments(struct call *call, const Ct__ListCommentsRequest *in, Ct__ListCommentsResponse *out)
{
    struct page page;
    struct comment *comments;
    struct circle circle;
    struct post post;

    TRY(page_open(call, in, PAGE_BY_ID, in->post_id, &page));
    TRY(post_open(call, in->post_id, &post, &circle));
    TRY(comment_list(call->tx, call->arena, in->post_id, call->caller->user_id, page.after, page.rows_max, &comments,
                     &page.count));

    out->next_page_token = page_next(call, &page, comments[page.count - 1].id);
    out->n_comments = page.count;
    out->comments = MESSAGES(call, Ct__Comment, ct__comment, page.count);
    for (size_t i = 0; i < page.count; i++)
        comment_view(call, &comments[i], out->comments[i]);
    return OK;
}
