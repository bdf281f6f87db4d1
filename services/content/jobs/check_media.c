#include "base/clock.h"
#include "content/jobs/jobs.h"
#include "content/rpc/picturing.h"
#include "content/store/media_store.h"

static struct status hold(struct call *call, const char *media_id)
{
    struct media media;

    TRY(call_begin(call));
    TRY(media_lock(call->tx, media_id, &media));
    TRY(media_save_state(call->tx, media.id, media_judge(media.state, VERDICT_REVIEW), call->now_us));
    return call_commit(call);
}

static struct status ask_again(struct call *call, const struct media *media)
{
    const Au__Standing *standing;
    const char *trace_id;

    TRY(standing_of(call, media->owner_id, &standing));
    trace_id = media_ask_wechat(call, media, standing->openid);
    if (*trace_id) {
        TRY(call_begin(call));
        TRY(media_save_trace(call->tx, media->id, trace_id));
        TRY(call_commit(call));
    }
    return fail(NOT_AVAILABLE, "WeChat has not judged picture %s yet", media->id); /* so that the job comes again */
}

/* Within half an hour WeChat is asked until it can be, and then waited for; after that a person decides. */
struct status content_check_media(struct call *call, const struct job *job)
{
    struct media media;

    TRY(call_begin_read(call));
    TRY(media_get(call->tx, job->key, &media));
    TRY(call_commit(call));
    if (media.state != MEDIA_CHECKING)
        return OK;
    if (call->now_us - media.created_us >= MEDIA_ANSWER_S * US_PER_S)
        return hold(call, media.id);
    if (!*media.trace_id)
        return ask_again(call, &media);
    return fail(NOT_AVAILABLE, "WeChat has not judged picture %s yet", media.id);
}
