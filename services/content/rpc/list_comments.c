#include "content/rpc/views.h"
#include "content/rpc/writing.h"
#include "content/store/comment_store.h"

struct status content_list_comments(struct call *call, const Ct__ListCommentsRequest *in, Ct__ListCommentsResponse *out)
{
    const char *after[PAGE_PARTS_MAX] = { "" };
    size_t limit = (size_t)page_size(in->page_size);
    size_t parts, count;
    struct comment *comments;
    struct circle circle;
    struct post post;

    TRY(page_token_read(call, in->post_id, in->page_token, after, &parts));
    TRY(post_open(call, in->post_id, &post, &circle));
    TRY(comment_list(call->tx, call->arena, in->post_id, call->caller->user_id, after[0], (int)limit + 1, &comments, &count));
    if (count > limit) {
        count = limit;
        out->next_page_token = page_token_make(call, in->post_id, &comments[count - 1].id, 1);
    }

    out->n_comments = count;
    out->comments = arena_array(call->arena, Ct__Comment *, count);
    for (size_t i = 0; i < count; i++) {
        out->comments[i] = MESSAGE(call, Ct__Comment, ct__comment);
        comment_view(call, &comments[i], out->comments[i]);
    }
    return OK;
}
