/* The settings every process that talks to the mini-program API has, as rows of its table:
 *
 *     static struct wechat_options wechat;
 *     const struct setting content_settings[] = { WECHAT_SETTINGS(wechat) };
 */
#ifndef LINLI_WECHAT_SETTINGS_H
#define LINLI_WECHAT_SETTINGS_H

#include "base/settings.h"
#include "wechat/client.h"

#define WECHAT_SETTINGS(options)                                                                                   \
    SETTING_TEXT((options).base_url, "LINLI_WECHAT_BASE_URL", "https://api.weixin.qq.com", PLAIN,                  \
                 "mini-program API"),                                                                              \
        SETTING_TEXT((options).app_id, "LINLI_WECHAT_APP_ID", NULL, PLAIN, "id of the mini-program"),              \
        SETTING_TEXT((options).app_secret, "LINLI_WECHAT_APP_SECRET", NULL, SECRET, "secret of the mini-program"), \
        SETTING_INT((options).timeout_ms, "LINLI_WECHAT_TIMEOUT_MS", 5000, 100, 30000, "a whole call to WeChat, milliseconds")

/* A client of these settings, whose secret may change while it serves. */
static inline struct status wechat_open(struct wechat_options *options, struct wechat **ret_wechat)
{
    options->app_secret_now = &options->app_secret;
    return wechat_create(options, ret_wechat);
}

#endif
