/* How things of auth are shown: one function a message, used by every operation that answers with it. */
#ifndef LINLI_AUTH_RPC_VIEWS_H
#define LINLI_AUTH_RPC_VIEWS_H

#include "auth/auth.h"
#include "auth/store/place_store.h"
#include "auth/store/role_store.h"
#include "auth/store/user_store.h"

/* Reads the roles and communities, too. In call->tx. */
struct status me_view(struct call *call, const struct user *user, Au__Me *out);
void user_view(const struct user *user, Au__User *out);
void community_view(struct call *call, const struct community *community, Au__Community *out);
void link_view(struct call *call, const struct link *link, Au__Link *out);
void grant_view(struct call *call, const struct grant *grant, Au__RoleGrant *out);

#endif
