#include "wechat/login.h"

#include <string.h>

#include "base/buf.h"
#include "wechat/client_internal.h"
#include "wechat/failure_internal.h"

#define CODE_BYTES_MAX 256

static struct status check_code(const char *code, struct wechat_failure *failure)
{
    size_t bytes = strlen(code);

    if (bytes > 0 && bytes <= CODE_BYTES_MAX)
        return OK;
    return wechat_permanent(failure, fail(WECHAT_CODE_INVALID, "a code has 1 to %d bytes", CODE_BYTES_MAX));
}

struct status wechat_login(struct wechat *wechat, struct arena *arena, const char *code,
                           struct wechat_session *ret_session, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct wechat_session session;

    TRY(check_code(code, failure));
    TRY(wechat_call_without_token(wechat, arena, wechat_login_path(wechat, arena, code), NULL, &answer, failure));
    session.openid = wechat_text(arena, answer.json, "openid", "");
    session.unionid = wechat_text(arena, answer.json, "unionid", "");
    session.session_key = wechat_text(arena, answer.json, "session_key", "");
    if (!session.openid[0] || !session.session_key[0])
        return wechat_answer_incomplete(&answer, failure);
    *ret_session = session;
    return OK;
}

struct status wechat_phone(struct wechat *wechat, struct arena *arena, const char *code, const char *openid,
                           struct wechat_phone *ret_phone, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct wechat_phone phone;
    const json_t *info, *mark;
    struct buf body;

    TRY(check_code(code, failure));
    buf_init(&body, arena, 128);
    buf_add_str(&body, "{\"code\":");
    buf_json_string(&body, code);
    if (openid) {
        buf_add_str(&body, ",\"openid\":");
        buf_json_string(&body, openid);
    }
    buf_add_char(&body, '}');
    TRY(wechat_call(wechat, arena, "/wxa/business/getuserphonenumber", body.data, 0, &answer, failure));
    info = json_object_get(answer.json, "phone_info");
    mark = json_object_get(info, "watermark");
    phone.number = wechat_text(arena, info, "purePhoneNumber", "");
    phone.country_code = wechat_text(arena, info, "countryCode", "");
    if (!phone.number[0] || strcmp(wechat_text(arena, mark, "appid", ""), wechat_app_id(wechat)) != 0)
        return wechat_answer_incomplete(&answer, failure);
    *ret_phone = phone;
    return OK;
}
