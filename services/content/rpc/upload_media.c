#include "base/clock.h"
#include "base/crash_point.h"
#include "content/rpc/picturing.h"
#include "content/rpc/writing.h"
#include "content/service.h"
#include "content/store/media_store.h"
#include "db/jobs.h"
#include "rpc/timestamp.h"

#define DAY_US        (INT64_C(24) * 3600 * US_PER_S)
#define ASK_AGAIN_US  (INT64_C(15) * US_PER_S)

/* It is known before anything of it lies where others could find it: what we lose on the way is swept by its row. */
static struct status begin(struct call *call, const struct media *media)
{
    int64_t sent;

    TRY(call_begin(call));
    TRY(media_sent_since(call->tx, media->owner_id, call->now_us - DAY_US, &sent));
    TRY(media_quota_check(sent));
    struct media received = *media;
    received.created_us = call->now_us;
    TRY(media_insert(call->tx, &received));
    return call_commit(call);
}

static struct status take(struct call *call, const Ct__UploadMediaRequest *in, struct media *media)
{
    const Au__Standing *standing;

    TRY(writer_standing(call, &standing));
    TRY(begin(call, media));
    TRY(media_make(call, in->file->key, media));
    media->trace_id = media_ask_wechat(call, media, standing->openid);
    return OK;
}

/* Who is asked to come again has sent nothing yet. */
static struct status take_in_turn(struct call *call, const Ct__UploadMediaRequest *in, struct media *media)
{
    struct status status;

    TRY(media_type_check(in->file->type));
    TRY(pictures_enter(call));
    status = take(call, in, media);
    pictures_leave(call);
    return status;
}

struct status content_upload_media(struct call *call, const Ct__UploadMediaRequest *in, Ct__Media *out)
{
    struct objects *objects = ((struct content *)call->service)->objects;
    struct media media = {
        .id = id_make(call->arena),
        .owner_id = call->caller->user_id,
        .state = MEDIA_RECEIVED,
        .sha256 = in->file->sha256,
        .trace_id = "",
        .subject_type = "",
        .subject_id = "",
    };

    if (!objects)
        return fail(NOT_AVAILABLE, "there is no object store");
    TRY(take_in_turn(call, in, &media));
    CRASH_POINT(media, made_not_kept);
    TRY(object_remove(objects, in->file->key));

    TRY(call_begin(call));
    media.state = MEDIA_CHECKING;
    media.created_us = call->now_us;
    TRY(media_save_made(call->tx, &media));
    TRY(job_add(call->tx, CHECK_MEDIA, media.id,
                call->now_us + (*media.trace_id ? MEDIA_ANSWER_S * US_PER_S : ASK_AGAIN_US), NULL, 0));

    out->picture = picture_view(call, &media, media.owner_id);
    out->created_at = timestamp_new(call->arena, media.created_us);
    return OK;
}
