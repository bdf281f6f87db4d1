#include "content/service.h"

#include <stdlib.h>

#include "objects/settings.h"
#include "wechat/client.h"
#include "wechat/settings.h"

static struct wechat_options wechat_options;

static struct object_options object_options;
static const char *public_url, *link_secret;

const struct setting content_settings[] = {
    WECHAT_SETTINGS(wechat_options),
    OBJECT_SETTINGS(object_options),
    OBJECT_LINK_SECRET(link_secret),
    SETTING_TEXT(public_url, "LINLI_PUBLIC_URL", "", PLAIN, "where people and WeChat reach the gateway: https://api.example.com"),
};
const size_t content_settings_count = sizeof content_settings / sizeof content_settings[0];

static struct status open_objects(struct content *content)
{
    if (!*object_options.url)
        return OK;
    if (!*link_secret || !*public_url)
        return fail(SETTING_MISSING, "with an object store LINLI_PUBLIC_URL and LINLI_OBJECTS_LINK_SECRET are needed");
    content->public_url = public_url;
    content->link_secrets = &link_secret;
    return objects_open(&object_options, &content->objects);
}

struct status content_start(void **ret_service)
{
    static struct content content;

    TRY(wechat_open(&wechat_options, &content.wechat));
    TRY(open_objects(&content));
    if (sem_init(&content.pictures_at_once, 0, PICTURES_AT_ONCE) != 0)
        abort();
    content.words = word_cache_create();
    *ret_service = &content;
    return OK;
}

void content_stop(void *service)
{
    struct content *content = service;

    word_cache_destroy(content->words);
    objects_close(content->objects);
    wechat_destroy(content->wechat);
}
