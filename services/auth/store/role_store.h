/* Roles, one function a statement. */
#ifndef LINLI_AUTH_STORE_ROLE_STORE_H
#define LINLI_AUTH_STORE_ROLE_STORE_H

#include "db/db.h"

struct grant {
    const char *id;
    const char *user_id;
    const char *role;
    const char *scope_id; /* "": everywhere */
    const char *granted_by;
    int64_t granted_us;
};

/* *ret_new false, and *ret_grant the one that stands, when he holds it already. */
struct status grant_insert(struct tx *tx, const struct grant *grant, struct grant *ret_grant, bool *ret_new);
/* The one that stands, of somebody, a role and a scope. NOT_HERE */
struct status grant_find(struct tx *tx, const char *user_id, const char *role, const char *scope_id,
                         struct grant *ret_grant);
/* NOT_HERE, also for one that was taken back. */
struct status grant_get(struct tx *tx, const char *grant_id, struct grant *ret_grant);
/* The same, holding the row. */
struct status grant_lock(struct tx *tx, const char *grant_id, struct grant *ret_grant);
struct status grant_revoke(struct tx *tx, const char *grant_id, const char *revoked_by, int64_t now_us);
/* What somebody holds, oldest first. */
struct status grant_list(struct tx *tx, struct arena *arena, const char *user_id, struct grant **ret_grants,
                         size_t *ret_count);

/* Where groupbuy lets somebody lead, as its event of that version says. *ret_newer false when a later one was seen. */
struct status leadership_save(struct tx *tx, const char *user_id, const char *community_id, bool leads, int64_t version,
                              bool *ret_newer);

#endif
