/* Posts and likes, one function a statement. `viewer_id` is "" for guests. */
#ifndef LINLI_CONTENT_STORE_POST_STORE_H
#define LINLI_CONTENT_STORE_POST_STORE_H

#include "content/domain/post.h"
#include "db/db.h"

/* Where a page of posts begins: after this one. "" ids: at the top. */
struct post_place {
    int64_t published_us;
    const char *id;
};

/* NOT_HERE without its circle. */
struct status post_insert(struct tx *tx, const struct post *post);
/* NOT_HERE */
struct status post_get(struct tx *tx, const char *post_id, const char *viewer_id, struct post *ret_post);
/* The same, holding the row. */
struct status post_lock(struct tx *tx, const char *post_id, const char *viewer_id, struct post *ret_post);
/* What is listed is published and not hidden; its community_id ("") and text_passed are not read. */
struct status post_list_of_circle(struct tx *tx, struct arena *arena, const char *circle_id, const char *viewer_id,
                                  const struct post_place *after, int limit, struct post **ret_posts, size_t *ret_count);
/* Of all circles of the community that are public or the viewer's own. */
struct status post_list_of_community(struct tx *tx, struct arena *arena, const char *community_id, const char *viewer_id,
                                     const struct post_place *after, int limit, struct post **ret_posts, size_t *ret_count);
/* Of a held one: what its check waited for is known. */
struct status post_pass_text(struct tx *tx, const char *post_id);
/* From held; *ret_moved false when it was no longer held. */
struct status post_publish(struct tx *tx, const char *post_id, int64_t now_us, bool *ret_moved);
/* Copies the circle's visibility to `limit` of its published posts below `after`, newest first. *ret_last is the last of
 * them, unset when *ret_count is 0. */
struct status post_copy_visibility(struct tx *tx, const char *circle_id, const struct post_place *after, int limit,
                                   struct post_place *ret_last, size_t *ret_count);
/* The same for the newest published posts that have no copy: an older release wrote them. */
struct status post_fill_visibility(struct tx *tx, int limit, int64_t *ret_filled);
struct status post_remove(struct tx *tx, const char *post_id, const char *by, bool *ret_moved);

/* *ret_changed false when it was so already; *ret_first when this person never liked it before. */
struct status like_save(struct tx *tx, const char *post_id, const char *user_id, bool active, int64_t now_us,
                        const char **ret_id, bool *ret_changed, bool *ret_first);

#endif
