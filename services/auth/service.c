#include "auth/service.h"

#include "auth/signer.h"
#include "wechat/client.h"
#include "wechat/settings.h"

static struct wechat_options wechat_options;
static struct {
    const char *data_secrets;
    const char *digest_secret;
    const char *code_env;
} settings;

const struct setting auth_settings[] = {
    WECHAT_SETTINGS(wechat_options),
    SETTING_TEXT(
        settings.data_secrets, "LINLI_AUTH_DATA_SECRETS", NULL, SECRET,
        "what phones and signing keys are sealed with: secrets of 32 characters or more, newest first, commas between"),
    SETTING_TEXT(settings.digest_secret, "LINLI_AUTH_DIGEST_SECRET", NULL, SECRET,
                 "what phones are found by and refresh tokens follow from: 32 characters or more, never changed"),
    SETTING_TEXT(settings.code_env, "LINLI_AUTH_CODE_ENV", "release", PLAIN,
                 "where mini-program codes lead: release, trial or develop"),
};
const size_t auth_settings_count = sizeof auth_settings / sizeof auth_settings[0];

struct status auth_secrets_changed(void *service)
{
    struct auth *auth = service;

    return vault_put(&auth->vault, "LINLI_AUTH", secret_now(&settings.data_secrets),
                     secret_now(&settings.digest_secret));
}

struct status auth_start(void **ret_service)
{
    static struct auth auth;

    TRY(auth_secrets_changed(&auth));
    TRY(wechat_open(&wechat_options, &auth.wechat));
    auth.signer = signer_create();
    auth.code_env = settings.code_env;
    *ret_service = &auth;
    return OK;
}

void auth_stop(void *service)
{
    struct auth *auth = service;

    signer_destroy(auth->signer);
    wechat_destroy(auth->wechat);
    vault_place_finish(&auth->vault);
}
