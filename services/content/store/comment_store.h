/* Comments, one function a statement. */
#ifndef LINLI_CONTENT_STORE_COMMENT_STORE_H
#define LINLI_CONTENT_STORE_COMMENT_STORE_H

#include "content/domain/post.h"
#include "db/db.h"

/* Counts it on its post when it is published. */
struct status comment_insert(struct tx *tx, const struct comment *comment);
/* NOT_HERE, also for a removed one. */
struct status comment_get(struct tx *tx, const char *comment_id, const char *viewer_id, struct comment *ret_comment);
/* Oldest first, ids above `after_id`; without those of people the viewer does not want to see. */
struct status comment_list(struct tx *tx, struct arena *arena, const char *post_id, const char *viewer_id,
                           const char *after_id, int limit, struct comment **ret_comments, size_t *ret_count);
struct status comment_publish(struct tx *tx, const char *comment_id, bool *ret_moved);
struct status comment_remove(struct tx *tx, const char *comment_id, const char *by, bool *ret_moved);

#endif
