/* What auth holds while it runs: its WeChat client, its vault, the signing keys it has opened. */
#ifndef LINLI_AUTH_SERVICE_H
#define LINLI_AUTH_SERVICE_H

#include "base/buf.h"
#include "base/settings.h"
#include "base/token.h"
#include "base/vault.h"
#include "db/migrate.h"
#include "rpc/call.h"

struct wechat;
struct signer;

struct auth {
    struct wechat *wechat;
    struct vault_place vault;
    struct signer *signer;
    const char *code_env; /* release, trial or develop: where mini-program codes lead */
};

extern const struct migration auth_migrations[];
extern const size_t auth_migrations_count;
extern const struct setting auth_settings[];
extern const size_t auth_settings_count;

struct status auth_start(void **ret_service);
void auth_stop(void *service);
struct status auth_secrets_changed(void *service);
/* struct service.measure */
struct status auth_measure(struct tx *tx, struct buf *out);

static inline struct auth *auth_of(const struct call *call)
{
    return call->service;
}

static inline const struct vault *auth_vault(const struct call *call)
{
    return vault_now(&auth_of(call)->vault);
}

#endif
