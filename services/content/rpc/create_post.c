#include "content/rpc/picturing.h"
#include "content/rpc/posting.h"
#include "content/rpc/views.h"
#include "content/rpc/writing.h"
#include "content/store/circle_store.h"
#include "content/store/post_store.h"

static struct status circle_for_writing(struct call *call, const char *circle_id, struct circle *ret_circle)
{
    TRY(circle_get(call->tx, circle_id, call->caller->user_id, ret_circle));
    return circle_writable(ret_circle);
}

static struct post post_from(struct call *call, const Ct__CreatePostRequest *in, const struct circle *circle,
                             const Au__Standing *standing)
{
    return (struct post){
        .id = id_make(call->arena),
        .circle_id = circle->id,
        .community_id = circle->community_id,
        .author = { call->caller->user_id, standing->nickname, standing->avatar_url },
        .title = in->title,
        .body = in->text,
        .campaign_id = in->campaign_id,
        .picture_count = (int)in->n_media_ids,
    };
}

/* With pictures it is held first, and shown in the same breath when all have passed already. */
static struct status add(struct call *call, const Ct__CreatePostRequest *in, struct post *post)
{
    if (post->picture_count)
        post->state = POST_HELD;
    post->created_us = call->now_us;
    post->published_us = post->state == POST_PUBLISHED ? call->now_us : 0;
    TRY(post_insert(call->tx, post));
    if (post->state == POST_PUBLISHED)
        return emit_post_published(call, post);
    if (!post->text_passed)
        TRY(job_add_check(call, HELD_POST, post->id));
    TRY(media_attach_all(call, (const char *const *)in->media_ids, in->n_media_ids, post->author.user_id, POST_SUBJECT,
                         post->id));
    return post_settle(call, post);
}

/* Membership and standing, then the check of the text, then the post; published at once, or held and looked at again. */
struct status content_create_post(struct call *call, const Ct__CreatePostRequest *in, Ct__Post *out)
{
    const Au__Standing *standing;
    struct circle circle;
    enum verdict verdict;

    TRY(call_begin_read(call));
    TRY(circle_for_writing(call, in->circle_id, &circle));
    TRY(call_commit(call));
    TRY(writer_standing(call, &standing));
    TRY(text_check(call, CT__TEXT_SCENE__FORUM, standing->openid, arena_printf(call->arena, "%s\n%s", in->title, in->text),
                   &verdict));
    struct post post = post_from(call, in, &circle, standing);
    TRY(post_state_for(verdict, &post.state));
    post.text_passed = post.state == POST_PUBLISHED;

    TRY(call_begin(call));
    TRY(circle_for_writing(call, in->circle_id, &circle)); /* the check took its time: the writer may be out */
    TRY(add(call, in, &post));
    return post_view(call, &post, out);
}
