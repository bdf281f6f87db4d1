#include <string.h>

#include "auth/domain/phone.h"
#include "auth/rpc/profile.h"
#include "auth/service.h"
#include "wechat/login.h"

static struct status ask_wechat(struct call *call, const char *code, const char *openid, struct phone *ret_phone)
{
    struct wechat_phone answer;
    struct status status =
        wechat_phone(auth_of(call)->wechat, call->arena, code, *openid ? openid : NULL, &answer, NULL);

    if (failed_with(status, WECHAT_CODE_INVALID))
        return fail(CODE_REFUSED, "%s", status.text);
    if (!ok(status))
        return fail(NOT_AVAILABLE, "WeChat: %s: %s", status.reason, status.text);
    if (!phone_read(answer.country_code, answer.number, ret_phone))
        return fail(CODE_REFUSED, "WeChat gave something that is no phone number");
    return OK;
}

static struct status save(struct call *call, const char *user_id, const struct phone *phone)
{
    const struct vault *vault = auth_vault(call);
    const char *purpose = arena_printf(call->arena, "phone %s", user_id);
    uint8_t hash[SHA256_BYTES];
    struct sealed_phone sealed = { .key_id = vault_key_id(vault), .hash = hash, .masked = phone->masked };

    vault_digest(vault, "phone", phone->number, hash);
    sealed.sealed = vault_seal(vault, call->arena, purpose, phone->number, strlen(phone->number), &sealed.sealed_bytes);
    return user_save_phone(call->tx, user_id, &sealed);
}

struct status auth_verify_phone(struct call *call, const Au__VerifyPhoneRequest *in, Au__Me *out)
{
    struct phone phone;
    struct user user;
    const char *openid;

    TRY(caller_read(call, &user, &openid));
    TRY(ask_wechat(call, in->code, openid, &phone));

    TRY(call_begin(call));
    TRY(user_lock(call->tx, user.id, &user));
    TRY(save(call, user.id, &phone));
    user.phone_masked = arena_strdup(call->arena, phone.masked);
    TRY(emit_user_updated(call, &user));
    return me_view(call, &user, out);
}
