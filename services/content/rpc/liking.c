#include "content/rpc/liking.h"

#include "content/rpc/views.h"
#include "content/rpc/writing.h"
#include "content/store/post_store.h"

static struct status emit_post_liked(struct call *call, const char *like_id, const struct post *post)
{
    Ct__PostLiked event = CT__POST_LIKED__INIT;

    event.post_id = post->id;
    event.post_author_id = post->author.user_id;
    event.user_id = call->caller->user_id;
    return emit(call, like_id, &event.base);
}

struct status like_set(struct call *call, const char *post_id, bool active, Ct__Post *out)
{
    struct circle circle;
    struct post post;
    const char *like_id;
    bool changed, first;

    TRY(post_open(call, post_id, &post, &circle));
    TRY(like_save(call->tx, post_id, call->caller->user_id, active, call->now_us, &like_id, &changed, &first));
    if (changed) {
        post.like_count += active ? 1 : -1;
        post.liked = active;
        if (first)
            TRY(emit_post_liked(call, like_id, &post));
    }

    return post_view(call, &post, out);
}
