/* Who holds a role, as far as we have heard. */
#ifndef NOTIFICATIONS_STORE_HOLDER_STORE_H
#define NOTIFICATIONS_STORE_HOLDER_STORE_H

#include "db/db.h"

#define HOLDERS_MAX 100 /* who are told of one thing */

/* A grant is made once and taken away once: «taken away» stays, whichever word comes first. */
struct status holder_save(struct tx *tx, const char *grant_id, const char *user_id, const char *role,
                          const char *scope_id, bool held);
/* Who holds it everywhere, or in that place (""), each once. */
struct status holder_list(struct tx *tx, const char *role, const char *scope_id, const char *const **ret_user_ids,
                          size_t *ret_count);

#endif
