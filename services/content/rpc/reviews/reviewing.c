#include "content/rpc/reviews/reviewing.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "content/rpc/picturing.h"
#include "content/rpc/posting.h"
#include "content/rpc/views.h"
#include "content/store/media_store.h"
#include "rpc/timestamp.h"

struct status review_show(struct call *call, struct review *review)
{
    Ct__ReviewPublished event = CT__REVIEW_PUBLISHED__INIT;
    bool first = !review->shown_us;

    review->state = REVIEW_STATE_SHOWN;
    if (first)
        review->shown_us = call->now_us;
    TRY(review_save(call->tx, review));
    if (!first)
        return OK;
    event.review_id = review->id;
    event.author_id = review->author.user_id;
    event.order_id = review->order_id;
    event.product_id = review->product_id;
    event.rating = review->rating;
    return emit(call, review->id, &event.base);
}

struct status review_settle(struct call *call, struct review *review)
{
    size_t count = 0, passed = 0;
    bool refused = false;
    struct media *media;

    if (review->picture_count)
        TRY(media_of_subjects(call->tx, call->arena, &review->id, 1, &media, &count));
    for (size_t i = 0; i < count; i++) {
        refused = refused || media[i].state == MEDIA_STATE_REFUSED;
        passed += media[i].state == MEDIA_PASSED;
    }
    if (!refused && review->text_passed && passed == (size_t)review->picture_count)
        return review_show(call, review);
    review->state = refused ? REVIEW_STATE_HIDDEN : REVIEW_STATE_HELD;
    return review_save(call->tx, review);
}

/* The key: <review>:<microseconds of its last edit, 0 when there was none>. */
struct status review_check_later(struct call *call, const struct review *review)
{
    return job_add_check(call, HELD_REVIEW, arena_printf(call->arena, "%s:%" PRId64, review->id, review->edited_us));
}

struct status review_of_check(struct call *call, const struct job *job, struct review *ret_review, bool *ret_current)
{
    const char *edited = strchr(job->key, ':');

    TRY(review_get(call->tx, arena_strndup(call->arena, job->key, ID_CHARS), NULL, ret_review));
    *ret_current = !edited || strtoll(edited + 1, NULL, 10) == ret_review->edited_us;
    return OK;
}

static void view_alone(struct call *call, const struct review *review, Ct__Review *out)
{
    out->review_id = review->id;
    out->product_id = review->product_id;
    out->product_title = review->product_title;
    out->sku_title = review->sku_title;
    out->author = author_view(call, &review->author);
    out->rating = review->rating;
    out->text = review->body;
    out->state = (Ct__ReviewState)review->state;
    out->created_at = timestamp_new(call->arena, review->created_us);
    out->edited_at = timestamp_new(call->arena, review->edited_us);
    out->edit_until_at = timestamp_new(call->arena, review->created_us + REVIEW_EDIT_S * US_PER_S);
}

struct status reviews_view(struct call *call, const struct review *reviews, size_t count, Ct__Review *const *outs)
{
    const char **ids = arena_array(call->arena, const char *, count);
    size_t with = 0, media_count = 0;
    struct media *media = NULL;

    for (size_t i = 0; i < count; i++)
        if (reviews[i].picture_count)
            ids[with++] = reviews[i].id;
    if (with)
        TRY(media_of_subjects(call->tx, call->arena, ids, with, &media, &media_count));
    for (size_t i = 0; i < count; i++) {
        view_alone(call, &reviews[i], outs[i]);
        outs[i]->pictures = arena_array(call->arena, Ct__Picture *, (size_t)reviews[i].picture_count);
        for (size_t j = 0; j < media_count && outs[i]->n_pictures < (size_t)reviews[i].picture_count; j++)
            if (strcmp(media[j].subject_id, reviews[i].id) == 0)
                outs[i]->pictures[outs[i]->n_pictures++] = picture_view(call, &media[j], call->caller->user_id);
    }
    return OK;
}
