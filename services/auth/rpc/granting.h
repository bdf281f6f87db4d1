/* Roles: who may give and take them, and what follows. */
#ifndef LINLI_AUTH_RPC_GRANTING_H
#define LINLI_AUTH_RPC_GRANTING_H

#include "auth/rpc/views.h"

/* ROLE_UNKNOWN, FORBIDDEN */
struct status may_give(struct call *call, const char *role, const char *scope_id);
/* The grant that stands afterwards. Holds the user's row; TOO_MANY_ROLES. In call->tx. */
struct status role_give(struct call *call, const struct grant *wanted, struct grant *ret_grant);
/* Takes back a grant that was just read; NOT_HERE when somebody else did meanwhile. In call->tx. */
struct status role_take(struct call *call, const struct grant *grant, const char *taken_by);

#endif
