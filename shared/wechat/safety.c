#include "wechat/safety.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "wechat/client_internal.h"
#include "wechat/failure_internal.h"

static enum wechat_advice advice_of(const char *suggest)
{
    if (strcmp(suggest, "pass") == 0)
        return WECHAT_PASS;
    return strcmp(suggest, "risky") == 0 ? WECHAT_RISKY : WECHAT_REVIEW;
}

struct wechat_judgement wechat_judgement_read(struct arena *arena, const json_t *object)
{
    const json_t *result = json_object_get(object, "result"), *detail = json_object_get(object, "detail");
    struct wechat_judgement judgement = {
        .advice = advice_of(wechat_text(arena, result, "suggest", "")),
        .label = wechat_int(result, "label", 0),
        .keyword = "",
        .trace_id = wechat_text(arena, object, "trace_id", ""),
    };

    for (size_t i = 0; i < json_array_size(detail) && !judgement.keyword[0]; i++)
        judgement.keyword = wechat_text(arena, json_array_get(detail, i), "keyword", "");
    return judgement;
}

static struct status check_length(const char *content, struct wechat_failure *failure)
{
    size_t bytes = strlen(content);

    if (bytes > 0 && utf8_valid(content, bytes) && utf8_length(content, bytes) <= WECHAT_CHECK_CHARS_MAX)
        return OK;
    return wechat_permanent(
        failure, fail(WECHAT_CONTENT_INVALID, "a text to check has 1 to %d characters", WECHAT_CHECK_CHARS_MAX));
}

static void add_member(struct buf *body, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(body, ",\"%s\":", name);
    buf_json_string(body, value);
}

struct status wechat_check_text(struct wechat *wechat, struct arena *arena, const struct wechat_text_check *check,
                                struct wechat_judgement *ret_judgement, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct buf body;

    TRY(check_length(check->content, failure));
    buf_init(&body, arena, 512);
    buf_printf(&body, "{\"version\":2,\"scene\":%d", check->scene);
    add_member(&body, "openid", check->openid);
    add_member(&body, "content", check->content);
    add_member(&body, "title", check->title);
    add_member(&body, "nickname", check->nickname);
    buf_add_char(&body, '}');
    TRY(wechat_call(wechat, arena, "/wxa/msg_sec_check", body.data, 0, &answer, failure));
    if (!json_is_object(json_object_get(answer.json, "result")))
        return wechat_answer_incomplete(&answer, failure);
    *ret_judgement = wechat_judgement_read(arena, answer.json);
    return OK;
}

struct status wechat_check_media(struct wechat *wechat, struct arena *arena, const char *openid,
                                 enum wechat_scene scene, enum wechat_media media, const char *url,
                                 const char **ret_trace_id, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    const char *trace_id;
    struct buf body;

    buf_init(&body, arena, 512);
    buf_printf(&body, "{\"version\":2,\"scene\":%d,\"media_type\":%d", scene, media);
    add_member(&body, "openid", openid);
    add_member(&body, "media_url", url);
    buf_add_char(&body, '}');
    TRY(wechat_call(wechat, arena, "/wxa/media_check_async", body.data, 0, &answer, failure));
    trace_id = wechat_text(arena, answer.json, "trace_id", "");
    if (!trace_id[0])
        return wechat_answer_incomplete(&answer, failure);
    *ret_trace_id = trace_id;
    return OK;
}

struct status wechat_risk_rank(struct wechat *wechat, struct arena *arena, const struct wechat_risk_question *question,
                               int *ret_rank, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct buf body;
    int64_t rank;

    buf_init(&body, arena, 256);
    buf_printf(&body, "{\"scene\":%d", question->scene);
    add_member(&body, "appid", wechat_app_id(wechat));
    add_member(&body, "openid", question->openid);
    add_member(&body, "client_ip", question->client_ip);
    add_member(&body, "mobile_no", question->phone);
    buf_add_char(&body, '}');
    TRY(wechat_call(wechat, arena, "/wxa/getuserriskrank", body.data, 0, &answer, failure));
    rank = wechat_int(answer.json, "risk_rank", -1);
    if (rank < 0 || rank > WECHAT_RISK_RANK_MAX)
        return wechat_answer_incomplete(&answer, failure);
    *ret_rank = (int)rank;
    return OK;
}
