/* Somebody whom we meet for the first time, or again. */
#ifndef LINLI_AUTH_RPC_REGISTERING_H
#define LINLI_AUTH_RPC_REGISTERING_H

#include "auth/auth.h"
#include "auth/store/user_store.h"

/* The user of this identity, made when there is none; `link_key` ("": none) is the share link that brought him. Locks
 * the identity. In call->tx. */
struct status user_of_identity(struct call *call, const struct identity *identity, const char *nickname,
                               const char *link_key, const char **ret_user_id, bool *ret_new);

#endif
