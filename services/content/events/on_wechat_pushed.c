#include <string.h>

#include "base/clock.h"
#include "content/events/people.h"
#include "content/rpc/picturing.h"
#include "content/store/media_store.h"
#include "wechat/push_events.h"

#define STRANGE_AFTER_US (INT64_C(10) * 60 * US_PER_S)

static enum verdict verdict_of(const struct wechat_media_result *result)
{
    if (!result->checked || result->judgement.advice == WECHAT_REVIEW)
        return VERDICT_REVIEW;
    return result->judgement.advice == WECHAT_PASS ? VERDICT_PASS : VERDICT_REFUSED;
}

/* WeChat may be quicker than our commit: a picture that we do not know yet is looked for again. */
struct status content_on_wechat_pushed(struct call *call, const Nt__WechatPushed *event)
{
    struct wechat_push_message message = { .event = event->event };
    struct wechat_media_result result;
    struct media media;
    struct status found;

    if (strcmp(event->event, "wxa_media_check") != 0)
        return OK;
    message.json = wechat_json(call->arena, event->body_json, strlen(event->body_json));
    if (!message.json || !wechat_event_media(call->arena, &message, &result))
        return OK;
    found = media_lock_traced(call->tx, result.trace_id, &media);
    if (failed_with(found, NOT_HERE) && call->now_us - call->event->time_us > STRANGE_AFTER_US)
        return OK; /* none of ours */
    TRY(found);
    enum media_state state = media_judge(media.state, verdict_of(&result));
    return state == media.state ? OK : media_settle(call, &media, state);
}
