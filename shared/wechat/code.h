/* Mini-program codes (小程序码) that never expire and may be made without number: getwxacodeunlimit, 5,000 a minute.
 * Fails with WECHAT_CONTENT_INVALID for a scene that WeChat would not take, before asking. */
#ifndef LINLI_WECHAT_CODE_H
#define LINLI_WECHAT_CODE_H

#include "wechat/client.h"

#define WECHAT_SCENE_CHARS_MAX      32
#define WECHAT_CODE_IMAGE_BYTES_MAX ((size_t)1 << 20)

struct wechat_code_request {
    const char *scene;       /* 1..32 of 0-9 A-Z a-z !#$&'()*+,/:;=?@-._~ */
    const char *page;        /* "pages/index/index"; NULL: the first page */
    const char *env_version; /* release, trial, develop; NULL: release */
    int width;               /* 280..1280 pixels; 0: 430 */
    bool transparent;        /* gives a PNG */
    bool unpublished_page;   /* the page need not be in the released version */
};

struct wechat_code_image {
    const char *bytes;
    size_t count;
    const char *content_type; /* image/jpeg or image/png, by the bytes themselves */
};

bool wechat_scene_valid(const char *scene);
struct status wechat_code_image(struct wechat *wechat, struct arena *arena, const struct wechat_code_request *request,
                                struct wechat_code_image *ret_image, struct wechat_failure *failure);

#endif
