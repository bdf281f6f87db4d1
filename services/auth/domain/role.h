/* Which roles there are, and who may give them. Pure. */
#ifndef LINLI_AUTH_DOMAIN_ROLE_H
#define LINLI_AUTH_DOMAIN_ROLE_H

#include <stdbool.h>
#include <stddef.h>

#define ROLES_PER_USER_MAX 64 /* they all travel in the access token */

/* What the giver is, where the role is to be held. */
struct giver {
    bool operator_everywhere;
    bool community_admin_here; /* admin of the very scope of the grant */
};

bool role_known(const char *role);
/* An operator gives every role; the admin of a community those that work under him, in his community. */
bool role_may_be_given(const char *role, const char *scope_id, const struct giver *giver);

#endif
