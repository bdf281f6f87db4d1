#include <string.h>

#include "content/rpc/posting.h"
#include "content/rpc/views.h"
#include "content/rpc/writing.h"
#include "content/store/comment_store.h"

/* The post, and the comment that is answered: of the same post, and no answer itself. */
static struct status place_for_comment(struct call *call, const Ct__CreateCommentRequest *in, struct post *ret_post,
                                       struct comment *ret_parent)
{
    struct circle circle;

    TRY(post_open(call, in->post_id, ret_post, &circle));
    TRY(circle_writable(&circle));
    if (*in->reply_to_id) {
        TRY(comment_get(call->tx, in->reply_to_id, call->caller->user_id, ret_parent));
        TRY(comment_readable(ret_parent, call->caller->user_id));
        if (strcmp(ret_parent->post_id, in->post_id) != 0 || ret_parent->state != POST_PUBLISHED)
            return fail(NOT_HERE, "comment %s is not one of this post", in->reply_to_id);
        if (*ret_parent->reply_to_id)
            return fail_field("replyToId", "must be a comment on the post, not an answer");
    }
    return OK;
}

struct status content_create_comment(struct call *call, const Ct__CreateCommentRequest *in, Ct__Comment *out)
{
    const Au__Standing *standing;
    struct comment parent = { .author.user_id = "" };
    struct post post;
    enum verdict verdict;

    TRY(call_begin_read(call));
    TRY(place_for_comment(call, in, &post, &parent));
    TRY(call_commit(call));
    TRY(writer_standing(call, &standing));
    TRY(text_check(call, CT__TEXT_SCENE__REMARK, standing->openid, in->text, &verdict));
    struct comment comment = {
        .id = id_make(call->arena),
        .post_id = in->post_id,
        .reply_to_id = in->reply_to_id,
        .reply_to_author_id = parent.author.user_id,
        .author = { call->caller->user_id, standing->nickname, standing->avatar_url },
        .body = in->text,
    };
    TRY(post_state_for(verdict, &comment.state));

    TRY(call_begin(call));
    TRY(place_for_comment(call, in, &post, &parent)); /* the check took its time: the post may be gone, the writer out */
    comment.created_us = call->now_us;
    TRY(comment_insert(call->tx, &comment));
    TRY(comment.state == POST_PUBLISHED ? emit_comment_added(call, &comment, &post)
                                        : job_add_check(call, HELD_COMMENT, comment.id));

    comment_view(call, &comment, out);
    return OK;
}
