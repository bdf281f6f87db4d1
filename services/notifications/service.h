/* What notifications holds while it runs: its WeChat client and the subscribe-message templates of this installation. */
#ifndef LINLI_NOTIFICATIONS_SERVICE_H
#define LINLI_NOTIFICATIONS_SERVICE_H

#include "base/settings.h"
#include "db/migrate.h"
#include "notifications/domain/texts.h"
#include "wechat/client.h"
#include "wechat/push.h"

#define TEMPLATES_MAX 16

/* A template of WeChat's and what it is sent for. */
struct template {
    enum message_kind kind;
    const char *id;
};

struct notifications {
    struct wechat *wechat;
    struct template templates[TEMPLATES_MAX]; /* those that are set up here */
    size_t templates_count;
};

extern const struct migration notifications_migrations[];
extern const size_t notifications_migrations_count;
extern const struct setting notifications_settings[];
extern const size_t notifications_settings_count;

struct status notifications_start(void **ret_service);
void notifications_stop(void *service);

/* What the push is signed and sealed with, newest first: WeChat goes on with the one before for a moment. The texts
 * live in the arena. 0: what is set is no key. */
#define PUSH_KEYS_MAX 2
size_t push_keys(struct arena *arena, struct wechat_push ret_keys[PUSH_KEYS_MAX]);

/* `service` is call->service. */
size_t templates_all(const void *service, const struct template **ret_templates);
/* The kind's own, else that of NOTICE; NULL when neither is set up. */
const char *template_for(const void *service, enum message_kind kind);
/* False for an id that is not ours. */
bool template_kind(const void *service, const char *template_id, enum message_kind *ret_kind);

#endif
