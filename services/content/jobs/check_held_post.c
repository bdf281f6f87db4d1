#include "content/jobs/jobs.h"
#include "content/store/post_store.h"

static struct status settle(struct call *call, struct post *post, enum verdict verdict)
{
    TRY(post_lock(call->tx, post->id, "", post));
    if (verdict == VERDICT_REFUSED)
        return post_take_away(call, post, "check");
    TRY(post_pass_text(call->tx, post->id));
    post->text_passed = true;
    return post_settle(call, post);
}

/* A post that could not be checked when it was written is checked again; published, taken away, or left to a person. */
struct status content_check_held_post(struct call *call, const struct job *job)
{
    struct post post;
    enum verdict verdict;

    TRY(call_begin_read(call));
    TRY(post_get(call->tx, job->key, "", &post));
    TRY(call_commit(call));
    if (post.state != POST_HELD || post.text_passed)
        return OK;

    TRY(text_check_again(call, CT__TEXT_SCENE__FORUM, post.author.user_id,
                         arena_printf(call->arena, "%s\n%s", post.title, post.body), &verdict));
    if (verdict == VERDICT_REVIEW)
        return OK;

    TRY(call_begin(call));
    TRY(settle(call, &post, verdict));
    return call_commit(call);
}
