#include "content/jobs/jobs.h"
#include "content/store/comment_store.h"
#include "content/store/post_store.h"

static struct status settle(struct call *call, struct comment *comment, enum verdict verdict)
{
    struct post post;
    bool moved;

    if (verdict == VERDICT_REFUSED)
        return comment_take_away(call, comment, "check");
    TRY(comment_publish(call->tx, comment->id, &moved));
    if (!moved)
        return OK;
    TRY(post_get(call->tx, comment->post_id, "", &post));
    return emit_comment_added(call, comment, &post);
}

/* The same for a comment. */
struct status content_check_held_comment(struct call *call, const struct job *job)
{
    struct comment comment;
    enum verdict verdict;

    TRY(call_begin_read(call));
    struct status found = comment_get(call->tx, job->key, "", &comment);
    if (failed_with(found, NOT_HERE))
        return call_commit(call); /* taken away meanwhile */
    TRY(found);
    TRY(call_commit(call));
    if (comment.state != POST_HELD)
        return OK;

    TRY(text_check_again(call, CT__TEXT_SCENE__REMARK, comment.author.user_id, comment.body, &verdict));
    if (verdict == VERDICT_REVIEW)
        return OK;

    TRY(call_begin(call));
    TRY(settle(call, &comment, verdict));
    return call_commit(call);
}
