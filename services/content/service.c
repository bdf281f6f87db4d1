#include "content/service.h"

#include <stdlib.h>

#include "wechat/client.h"
#include "wechat/settings.h"

static struct wechat_options wechat_options;

const struct setting content_settings[] = { WECHAT_SETTINGS(wechat_options) };
const size_t content_settings_count = sizeof content_settings / sizeof content_settings[0];

struct status content_start(void **ret_service)
{
    static struct content content;

    TRY(wechat_create(&wechat_options, &content.wechat));
    content.words = word_cache_create();
    *ret_service = &content;
    return OK;
}

void content_stop(void *service)
{
    struct content *content = service;

    word_cache_destroy(content->words);
    wechat_destroy(content->wechat);
}
