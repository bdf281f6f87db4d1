#include "content/domain/post.h"

#include <string.h>

#include "content/domain/reasons.h"

struct status post_state_for(enum verdict verdict, enum post_state *ret_state)
{
    if (verdict == VERDICT_REFUSED)
        return fail(TEXT_REFUSED, "the text was refused by the word list or the content check");
    *ret_state = verdict == VERDICT_PASS ? POST_PUBLISHED : POST_HELD;
    return OK;
}

static bool own(const struct author *author, const char *caller_id)
{
    return *caller_id && strcmp(author->user_id, caller_id) == 0;
}

struct status post_readable(const struct post *post, const struct circle *circle, const char *caller_id)
{
    if (post->state == POST_REMOVED || post->hidden || (post->state == POST_HELD && !own(&post->author, caller_id)))
        return fail(NOT_HERE, "post %s", post->id);
    return circle_readable(circle);
}

struct status comment_readable(const struct comment *comment, const char *caller_id)
{
    if (comment->state == POST_REMOVED || comment->hidden ||
        (comment->state == POST_HELD && !own(&comment->author, caller_id)))
        return fail(NOT_HERE, "comment %s", comment->id);
    return OK;
}

struct status removal_by(const char *author_id, const char *caller_id, enum circle_role role, bool reviewer,
                         const char **ret_by)
{
    if (strcmp(author_id, caller_id) == 0)
        *ret_by = "author";
    else if (reviewer || role == ROLE_MODERATOR || role == ROLE_OWNER)
        *ret_by = "moderator";
    else
        return fail(FORBIDDEN, "only its author or a moderator takes it away");
    return OK;
}
