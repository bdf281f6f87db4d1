#include "content/rpc/views.h"

#include <string.h>

#include "content/rpc/picturing.h"
#include "content/store/media_store.h"
#include "rpc/timestamp.h"

void circle_view(struct call *call, const struct circle *circle, Ct__Circle *out)
{
    out->circle_id = circle->id;
    out->community_id = circle->community_id;
    out->name = circle->name;
    out->notice = circle->notice;
    out->rules = circle->rules;
    out->welcome = circle->welcome;
    out->visibility = (Ct__Visibility)circle->visibility;
    out->members_max = circle->members_max;
    out->member_count = circle->member_count;
    out->membership = (Ct__Membership)circle->caller_role;
    out->created_at = timestamp_new(call->arena, circle->created_us);
}

Ct__Author *author_view(struct call *call, const struct author *author)
{
    Ct__Author *out = MESSAGE(call, Ct__Author, ct__author);

    out->user_id = author->user_id;
    out->nickname = author->nickname;
    out->avatar_url = author->avatar_url;
    return out;
}

static void post_alone(struct call *call, const struct post *post, Ct__Post *out)
{
    out->post_id = post->id;
    out->circle_id = post->circle_id;
    out->author = author_view(call, &post->author);
    out->title = post->title;
    out->text = post->body;
    out->campaign_id = post->campaign_id;
    out->state = (Ct__PostState)post->state;
    out->like_count = post->like_count;
    out->comment_count = post->comment_count;
    out->liked = post->liked;
    out->created_at = timestamp_new(call->arena, post->created_us);
    out->published_at = timestamp_new(call->arena, post->published_us);
}

/* The pictures of those that have any: they come by post, each post's together. */
static struct status pictures_of(struct call *call, const struct post *posts, size_t count, struct media **ret_media,
                                 size_t *ret_count)
{
    const char **ids = arena_array(call->arena, const char *, count);
    size_t with = 0;

    for (size_t i = 0; i < count; i++)
        if (posts[i].picture_count)
            ids[with++] = posts[i].id;
    *ret_count = 0;
    return with ? media_of_subjects(call->tx, call->arena, ids, with, ret_media, ret_count) : OK;
}

struct status posts_view(struct call *call, const struct post *posts, size_t count, Ct__Post *const *outs)
{
    struct media *media;
    size_t media_count;

    TRY(pictures_of(call, posts, count, &media, &media_count));
    for (size_t i = 0; i < count; i++) {
        post_alone(call, &posts[i], outs[i]);
        outs[i]->pictures = arena_array(call->arena, Ct__Picture *, (size_t)posts[i].picture_count);
        for (size_t j = 0; j < media_count && outs[i]->n_pictures < (size_t)posts[i].picture_count; j++)
            if (strcmp(media[j].subject_id, posts[i].id) == 0)
                outs[i]->pictures[outs[i]->n_pictures++] = picture_view(call, &media[j], call->caller->user_id);
    }
    return OK;
}

struct status post_view(struct call *call, const struct post *post, Ct__Post *out)
{
    return posts_view(call, post, 1, &out);
}

void comment_view(struct call *call, const struct comment *comment, Ct__Comment *out)
{
    out->comment_id = comment->id;
    out->post_id = comment->post_id;
    out->reply_to_id = comment->reply_to_id;
    out->author = author_view(call, &comment->author);
    out->text = comment->body;
    out->state = (Ct__PostState)comment->state;
    out->created_at = timestamp_new(call->arena, comment->created_us);
}

void report_view(struct call *call, const struct report *report, Ct__Report *out)
{
    out->report_id = report->id;
    out->target = (Ct__ReportTarget)report->target;
    out->target_id = report->target_id;
    out->text = report->body;
    out->state = (Ct__ReportState)report->state;
    out->created_at = timestamp_new(call->arena, report->created_us);
}

struct status posts_page(struct call *call, struct page *page, const struct post *posts, Ct__ListPostsResponse *out)
{
    out->next_page_token = page_next_at(call, page, posts[page->count - 1].published_us, posts[page->count - 1].id);
    out->n_posts = page->count;
    out->posts = MESSAGES(call, Ct__Post, ct__post, page->count);
    return posts_view(call, posts, page->count, out->posts);
}
