#include "notifications/service.h"

#include <string.h>

#include "wechat/client.h"
#include "wechat/settings.h"

static struct wechat_options wechat_options;
static const char *push_token, *push_aes_key;
static struct template offered[] = { { .kind = TEAM_COMPLETED },
                                     { .kind = ORDER_SHIPPED },
                                     { .kind = REFUND_DONE },
                                     { .kind = ROUND_CLOSED },
                                     { .kind = ORDER_READY },
                                     { .kind = NOTICE } };

const struct setting notifications_settings[] = {
    WECHAT_SETTINGS(wechat_options),
    SETTING_TEXT(push_token, "LINLI_WECHAT_PUSH_TOKEN", NULL, SECRET,
                 "token of the message push; while it changes two, newest first, a comma between"),
    SETTING_TEXT(
        push_aes_key, "LINLI_WECHAT_PUSH_AES_KEY", NULL, SECRET,
        "EncodingAESKey of the message push, 43 characters; while it changes two, newest first, a comma between"),
    SETTING_TEXT(
        offered[0].id, "LINLI_WECHAT_TEMPLATE_TEAM_COMPLETED", "", PLAIN,
        "subscribe message «team completed» (thing1 goods, number2 size, time3 when, thing4 note); empty: not sent"),
    SETTING_TEXT(offered[1].id, "LINLI_WECHAT_TEMPLATE_ORDER_SHIPPED", "", PLAIN,
                 "subscribe message «shipped» (thing1 goods, thing2 carrier, character_string3 number, time4 received "
                 "by); empty: not sent"),
    SETTING_TEXT(offered[2].id, "LINLI_WECHAT_TEMPLATE_REFUND_DONE", "", PLAIN,
                 "subscribe message «refunded» (thing1 goods, amount2 money, thing3 note); empty: not sent"),
    SETTING_TEXT(offered[3].id, "LINLI_WECHAT_TEMPLATE_ROUND_CLOSED", "", PLAIN,
                 "subscribe message «group-buy closed», to leaders (thing1 title, number2 orders, amount3 paid); "
                 "empty: not sent"),
    SETTING_TEXT(offered[4].id, "LINLI_WECHAT_TEMPLATE_ORDER_READY", "", PLAIN,
                 "subscribe message «ready to be collected» (thing1 goods, thing2 place, character_string3 shelf, "
                 "thing4 hours); empty: not sent"),
    SETTING_TEXT(offered[5].id, "LINLI_WECHAT_TEMPLATE_NOTICE", "", PLAIN,
                 "subscribe message for all that has no template of its own here: short, called off, last day, claims, "
                 "payouts (thing1 what, thing2 more); empty: not sent"),
};
const size_t notifications_settings_count = sizeof notifications_settings / sizeof notifications_settings[0];

/* The one at `index`, or the last there is. */
static const char *secret_at(struct arena *arena, const char *secrets, size_t index, size_t *ret_count)
{
    const char *secret, *chosen = "";
    size_t chars;

    for (*ret_count = 0; (secret = secret_next(&secrets, &chars)); (*ret_count)++)
        if (*ret_count <= index)
            chosen = arena_strndup(arena, secret, chars);
    return chosen;
}

size_t push_keys(struct arena *arena, struct wechat_push ret_keys[PUSH_KEYS_MAX])
{
    const char *tokens = secret_now(&push_token), *keys = secret_now(&push_aes_key);
    size_t count = 0, tokens_count = 1, keys_count = 1;

    for (size_t i = 0; i < PUSH_KEYS_MAX && (i < tokens_count || i < keys_count); i++) {
        struct wechat_push *push = &ret_keys[count];

        *push = (struct wechat_push){ .app_id = wechat_options.app_id };
        push->token = secret_at(arena, tokens, i, &tokens_count);
        if (wechat_push_key_read(secret_at(arena, keys, i, &keys_count), push->key))
            count++;
    }
    return count;
}

static bool push_keys_set(void)
{
    struct wechat_push keys[PUSH_KEYS_MAX];
    struct arena arena;
    bool set;

    arena_init(&arena, ARENA_BYTES_MAX);
    set = push_keys(&arena, keys) > 0;
    arena_finish(&arena);
    return set;
}

struct status notifications_start(void **ret_service)
{
    static struct notifications notifications;

    if (!push_keys_set())
        return fail(SETTING_INVALID, "LINLI_WECHAT_PUSH_AES_KEY must be an EncodingAESKey of 43 characters");
    TRY(wechat_open(&wechat_options, &notifications.wechat));
    for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++)
        if (*offered[i].id)
            notifications.templates[notifications.templates_count++] = offered[i];
    *ret_service = &notifications;
    return OK;
}

void notifications_stop(void *service)
{
    wechat_destroy(((struct notifications *)service)->wechat);
}

size_t templates_all(const void *service, const struct template **ret_templates)
{
    const struct notifications *notifications = service;

    *ret_templates = notifications->templates;
    return notifications->templates_count;
}

static const char *template_of(const struct notifications *notifications, enum message_kind kind)
{
    for (size_t i = 0; i < notifications->templates_count; i++)
        if (notifications->templates[i].kind == kind)
            return notifications->templates[i].id;
    return NULL;
}

const char *template_for(const void *service, enum message_kind kind)
{
    const char *own = template_of(service, kind);

    return own ? own : template_of(service, NOTICE);
}

bool template_kind(const void *service, const char *template_id, enum message_kind *ret_kind)
{
    const struct notifications *notifications = service;

    for (size_t i = 0; i < notifications->templates_count; i++) {
        if (strcmp(notifications->templates[i].id, template_id) == 0) {
            *ret_kind = notifications->templates[i].kind;
            return true;
        }
    }
    return false;
}
