#include "content/rpc/posting.h"
#include "content/rpc/writing.h"
#include "content/store/circle_store.h"
#include "content/store/post_store.h"

struct status content_delete_post(struct call *call, const Ct__DeletePostRequest *in, Ct__DeletePostResponse *out)
{
    const char *caller = call->caller->user_id;
    struct circle circle;
    struct post post;
    const char *by;

    (void)out;
    TRY(post_lock(call->tx, in->post_id, caller, &post));
    TRY(circle_get(call->tx, post.circle_id, caller, &circle));
    bool reviewer = caller_reviews(call, post.community_id);
    if (!reviewer && circle.caller_role < ROLE_MODERATOR)
        TRY(post_readable(&post, &circle, caller));
    TRY(removal_by(post.author.user_id, caller, circle.caller_role, reviewer, &by));
    return post_take_away(call, &post, by);
}
