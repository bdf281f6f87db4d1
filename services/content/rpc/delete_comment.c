#include "content/rpc/posting.h"
#include "content/rpc/writing.h"
#include "content/store/circle_store.h"
#include "content/store/comment_store.h"
#include "content/store/post_store.h"

struct status content_delete_comment(struct call *call, const Ct__DeleteCommentRequest *in, Ct__DeleteCommentResponse *out)
{
    const char *caller = call->caller->user_id;
    struct comment comment;
    struct circle circle;
    struct post post;
    const char *by;

    (void)out;
    TRY(comment_get(call->tx, in->comment_id, caller, &comment));
    TRY(post_get(call->tx, comment.post_id, caller, &post));
    TRY(circle_get(call->tx, post.circle_id, caller, &circle));
    bool reviewer = caller_reviews(call, post.community_id);
    if (!reviewer && circle.caller_role < ROLE_MODERATOR)
        TRY(post_readable(&post, &circle, caller));
    TRY(removal_by(comment.author.user_id, caller, circle.caller_role, reviewer, &by));
    return comment_take_away(call, &comment, by);
}
