/* What operations on a profile have in common. */
#ifndef LINLI_AUTH_RPC_PROFILE_H
#define LINLI_AUTH_RPC_PROFILE_H

#include "auth/rpc/views.h"

/* The caller and his openid, in a short transaction of its own. */
struct status caller_read(struct call *call, struct user *ret_user, const char **ret_openid);
/* In call->tx. */
struct status emit_user_updated(struct call *call, const struct user *user);

#endif
