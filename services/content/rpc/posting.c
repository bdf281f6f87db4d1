#include "content/rpc/posting.h"

#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "content/store/comment_store.h"
#include "content/store/media_store.h"
#include "content/store/post_store.h"
#include "db/jobs.h"

#define EXCERPT_CHARS 60
#define CHECK_AGAIN_MS 15000

struct status emit_post_published(struct call *call, const struct post *post)
{
    Ct__PostPublished event = CT__POST_PUBLISHED__INIT;

    event.post_id = post->id;
    event.circle_id = post->circle_id;
    event.community_id = post->community_id;
    event.author_id = post->author.user_id;
    event.title = post->title;
    event.campaign_id = post->campaign_id;
    return emit(call, post->id, &event.base);
}

struct status emit_comment_added(struct call *call, const struct comment *comment, const struct post *post)
{
    Ct__CommentAdded event = CT__COMMENT_ADDED__INIT;

    event.comment_id = comment->id;
    event.post_id = comment->post_id;
    event.post_author_id = post->author.user_id;
    event.author_id = comment->author.user_id;
    event.reply_to_author_id = comment->reply_to_author_id;
    event.excerpt = arena_strndup(call->arena, comment->body, utf8_prefix(comment->body, strlen(comment->body), EXCERPT_CHARS));
    return emit(call, comment->id, &event.base);
}

struct status job_add_check(struct call *call, const char *kind, const char *id)
{
    return job_add(call->tx, kind, id, call->now_us + CHECK_AGAIN_MS * US_PER_MS, NULL, 0);
}

struct status post_take_away(struct call *call, const struct post *post, const char *by)
{
    Ct__PostRemoved event = CT__POST_REMOVED__INIT;
    bool moved;

    TRY(post_remove(call->tx, post->id, by, &moved));
    if (!moved)
        return OK;
    event.post_id = post->id;
    event.circle_id = post->circle_id;
    event.author_id = post->author.user_id;
    event.by = by;
    return emit(call, post->id, &event.base);
}

static struct status publish(struct call *call, struct post *post)
{
    bool moved;

    TRY(post_publish(call->tx, post->id, call->now_us, &moved));
    if (!moved)
        return OK;
    post->state = POST_PUBLISHED;
    post->published_us = call->now_us;
    return emit_post_published(call, post);
}

struct status post_settle(struct call *call, struct post *post)
{
    size_t count = 0, passed = 0;
    struct media *media;

    if (post->state != POST_HELD)
        return OK;
    if (post->picture_count)
        TRY(media_of_subjects(call->tx, call->arena, &post->id, 1, &media, &count));
    for (size_t i = 0; i < count; i++) {
        if (media[i].state == MEDIA_STATE_REFUSED)
            return post_take_away(call, post, "check");
        passed += media[i].state == MEDIA_PASSED;
    }
    return post->text_passed && passed == (size_t)post->picture_count ? publish(call, post) : OK;
}

struct status comment_take_away(struct call *call, const struct comment *comment, const char *by)
{
    bool moved;

    return comment_remove(call->tx, comment->id, by, &moved);
}

static bool reviews(const char *role)
{
    return strcmp(role, "operator") == 0 || strcmp(role, "content_reviewer") == 0;
}

const char *const *communities_reviewed(const struct call *call, size_t *ret_count)
{
    const char **ids = arena_array(call->arena, const char *, call->caller->n_grants);
    size_t count = 0;

    if (caller_reviews(call, ""))
        return NULL;
    for (size_t i = 0; i < call->caller->n_grants; i++)
        if (reviews(call->caller->grants[i]->role))
            ids[count++] = call->caller->grants[i]->scope_id;
    *ret_count = count;
    return ids;
}

bool caller_reviews(const struct call *call, const char *community_id)
{
    return call_has_role(call, "operator", community_id) || call_has_role(call, "content_reviewer", community_id);
}
