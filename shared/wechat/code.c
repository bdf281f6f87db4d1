#include "wechat/code.h"

#include <string.h>

#include "base/buf.h"
#include "wechat/client_internal.h"
#include "wechat/failure_internal.h"

bool wechat_scene_valid(const char *scene)
{
    static const char allowed[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$&'()*+,/:;=?@-._~";
    size_t chars = strlen(scene);

    return chars > 0 && chars <= WECHAT_SCENE_CHARS_MAX && strspn(scene, allowed) == chars;
}

static struct status check(const struct wechat_code_request *request)
{
    if (!wechat_scene_valid(request->scene))
        return fail(WECHAT_CONTENT_INVALID, "a scene has 1 to %d characters of WeChat's list", WECHAT_SCENE_CHARS_MAX);
    if (request->width != 0 && (request->width < 280 || request->width > 1280))
        return fail(WECHAT_CONTENT_INVALID, "a code is 280 to 1,280 pixels wide");
    if (request->page && (request->page[0] == '/' || strchr(request->page, '?')))
        return fail(WECHAT_CONTENT_INVALID, "a page has no leading / and no query");
    return OK;
}

static const char *request_json(struct arena *arena, const struct wechat_code_request *request)
{
    struct buf body;

    buf_init(&body, arena, 256);
    buf_add_str(&body, "{\"scene\":");
    buf_json_string(&body, request->scene);
    if (request->page) {
        buf_add_str(&body, ",\"page\":");
        buf_json_string(&body, request->page);
    }
    if (request->env_version) {
        buf_add_str(&body, ",\"env_version\":");
        buf_json_string(&body, request->env_version);
    }
    buf_printf(&body, ",\"check_path\":%s,\"width\":%d,\"is_hyaline\":%s}",
               request->unpublished_page ? "false" : "true", request->width ? request->width : 430,
               request->transparent ? "true" : "false");
    return body.data;
}

static const char *image_type(const char *bytes, size_t count)
{
    if (count > 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
        return "image/jpeg";
    if (count > 8 && memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) == 0)
        return "image/png";
    return NULL;
}

struct status wechat_code_image(struct wechat *wechat, struct arena *arena, const struct wechat_code_request *request,
                                struct wechat_code_image *ret_image, struct wechat_failure *failure)
{
    struct wechat_answer answer;
    struct status status = check(request);
    const char *type;

    if (!ok(status))
        return wechat_permanent(failure, status);
    TRY(wechat_call(wechat, arena, "/wxa/getwxacodeunlimit", request_json(arena, request), WECHAT_CODE_IMAGE_BYTES_MAX,
                    &answer, failure));
    type = image_type(answer.body, answer.body_bytes);
    if (!type)
        return wechat_answer_incomplete(&answer, failure);
    *ret_image = (struct wechat_code_image){ answer.body, answer.body_bytes, type };
    return OK;
}
