#include "content/rpc/picturing.h"

#include <string.h>

#include "base/clock.h"
#include "content/picture/picture.h"
#include "content/rpc/posting.h"
#include "content/rpc/reviews/reviewing.h"
#include "content/service.h"
#include "content/store/media_store.h"
#include "content/store/post_store.h"
#include "objects/link.h"
#include "wechat/safety.h"

static const char *const size_names[PICTURE_SIZES] = { "large", "medium", "small" };

/* ---- making ---- */

static struct content *content_of(const struct call *call)
{
    return call->service;
}

static struct status put_sizes(struct call *call, const struct picture *picture, struct media *media)
{
    media->bytes = 0;
    for (int size = 0; size < PICTURE_SIZES; size++) {
        TRY(object_put(content_of(call)->objects, media_key(call->arena, media->id, size_names[size]), "image/jpeg",
                       picture->sizes[size].data, picture->sizes[size].bytes));
        media->bytes += (int64_t)picture->sizes[size].bytes;
    }
    media->width = picture->width;
    media->height = picture->height;
    return OK;
}

static struct status make(struct call *call, struct arena *arena, const char *file_key, struct media *media)
{
    struct picture picture;
    const uint8_t *data;
    size_t bytes;

    TRY(object_get(content_of(call)->objects, arena, file_key, PICTURE_BYTES_MAX, &data, &bytes));
    TRY(picture_make(arena, data, bytes, &picture));
    return put_sizes(call, &picture, media);
}

/* Pictures are larger than what a call may use for itself. */
#define PICTURE_ARENA_BYTES_MAX (4 * PICTURE_BYTES_MAX + PICTURE_OUT_BYTES_MAX)

struct status media_make(struct call *call, const char *file_key, struct media *media)
{
    struct content *content = content_of(call);
    struct timespec until = { .tv_sec = clock_unix_ms() / 1000 + PICTURE_WAIT_S };
    struct arena arena;
    struct status status;

    if (sem_timedwait(&content->pictures_at_once, &until) != 0)
        return fail(OVERLOADED, "too many pictures are being made");
    arena_init(&arena, PICTURE_ARENA_BYTES_MAX);
    status = make(call, &arena, file_key, media);
    arena_finish(&arena);
    sem_post(&content->pictures_at_once);
    return status;
}

struct status pictures_enter(struct call *call)
{
    if (atomic_fetch_add(&content_of(call)->pictures, 1) < PICTURES_AT_ONCE + PICTURES_WAITING)
        return OK;
    pictures_leave(call);
    return fail(OVERLOADED, "too many pictures are being made");
}

void pictures_leave(struct call *call)
{
    atomic_fetch_sub(&content_of(call)->pictures, 1);
}

/* ---- showing ---- */

static const char *link_to(struct call *call, const struct media *media, enum picture_size size)
{
    const struct content *content = content_of(call);

    return object_link(call->arena, content->public_url, secret_now(content->link_secrets),
                       media_key(call->arena, media->id, size_names[size]), call->now_us / US_PER_S + MEDIA_LINK_S);
}

Ct__Picture *picture_view(struct call *call, const struct media *media, const char *viewer_id)
{
    Ct__Picture *out = MESSAGE(call, Ct__Picture, ct__picture);
    bool own = *viewer_id && strcmp(viewer_id, media->owner_id) == 0;
    bool made = media->state != MEDIA_RECEIVED && media->state != MEDIA_STATE_REFUSED && !media->gone;

    out->media_id = media->id;
    out->width = media->width;
    out->height = media->height;
    out->state = (Ct__MediaState)media->state;
    if (made && (own || media->state == MEDIA_PASSED)) {
        out->large_url = link_to(call, media, PICTURE_LARGE);
        out->medium_url = link_to(call, media, PICTURE_MEDIUM);
        out->small_url = link_to(call, media, PICTURE_SMALL);
    }
    return out;
}

/* A failure means «later», never «fine»: the job asks again, and at last a person looks. */
const char *media_ask_wechat(struct call *call, const struct media *media, const char *openid)
{
    const char *trace_id, *url = link_to(call, media, PICTURE_LARGE);
    struct status status = wechat_check_media(content_of(call)->wechat, call->arena, openid, WECHAT_FORUM, WECHAT_IMAGE, url,
                                              &trace_id, NULL);

    return ok(status) ? trace_id : "";
}

/* ---- belonging ---- */

static struct status settle_post(struct call *call, const char *post_id)
{
    struct post post;

    TRY(post_lock(call->tx, post_id, "", &post));
    return post_settle(call, &post);
}

/* One that a person has hidden stays so. */
static struct status settle_review(struct call *call, const char *review_id)
{
    struct review review;

    TRY(review_lock(call->tx, review_id, NULL, &review));
    return review.state == REVIEW_STATE_HELD ? review_settle(call, &review) : OK;
}

struct status media_settle(struct call *call, const struct media *media, enum media_state state)
{
    TRY(media_save_state(call->tx, media->id, state, call->now_us));
    if (strcmp(media->subject_type, POST_SUBJECT) == 0)
        return settle_post(call, media->subject_id);
    return strcmp(media->subject_type, REVIEW_SUBJECT) == 0 ? settle_review(call, media->subject_id) : OK;
}

struct status media_attach_all(struct call *call, const char *const *media_ids, size_t count, const char *owner_id,
                               const char *subject_type, const char *subject_id)
{
    for (size_t i = 0; i < count; i++) {
        struct media media;
        struct status found = media_lock(call->tx, media_ids[i], &media);

        if (failed_with(found, NOT_HERE))
            return fail(MEDIA_UNUSABLE, "there is no picture %s", media_ids[i]);
        TRY(found);
        TRY(media_usable(&media, owner_id, subject_type, subject_id, call->now_us));
        TRY(media_attach(call->tx, media.id, subject_type, subject_id, (int)i));
    }
    return OK;
}
