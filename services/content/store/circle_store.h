/* Circles and memberships, one function a statement. Failures are those of db/db.h unless said otherwise. */
#ifndef LINLI_CONTENT_STORE_CIRCLE_STORE_H
#define LINLI_CONTENT_STORE_CIRCLE_STORE_H

#include "content/domain/circle.h"
#include "db/db.h"

/* CIRCLE_NAME_TAKEN */
struct status circle_insert(struct tx *tx, const struct circle *circle, const char *owner_id);

/* NOT_HERE. `user_id` "" for guests: role is then NOT_IN. */
struct status circle_get(struct tx *tx, const char *circle_id, const char *user_id, struct circle *ret_circle);
/* The same, holding the circle's row: members come and go one at a time. */
struct status circle_lock(struct tx *tx, const char *circle_id, const char *user_id, struct circle *ret_circle);

/* Newest first, ids below `before_id` ("" for the first page). */
struct status circle_list(struct tx *tx, struct arena *arena, const char *community_id, const char *user_id,
                          const char *before_id, int limit, struct circle **ret_circles, size_t *ret_count);

/* Waits for posts that are being written into it. */
struct status circle_set_visibility(struct tx *tx, const char *circle_id, enum circle_visibility visibility, bool *ret_changed);

/* Sets the role (NOT_IN: leaves) and moves the count. *ret_id is the membership's id, *ret_first_time whether the person
 * was never in before. */
struct status membership_save(struct tx *tx, const struct circle *circle, const char *user_id, enum circle_role role,
                              int64_t now_us, const char **ret_id, bool *ret_first_time);

/* Those of the users who are in, in no order. */
struct status members_among(struct tx *tx, const char *circle_id, const char *const *user_ids, size_t users_count,
                            const char ***ret_ids, size_t *ret_count);

#endif
