/* Pictures, one function a statement. */
#ifndef LINLI_CONTENT_STORE_MEDIA_STORE_H
#define LINLI_CONTENT_STORE_MEDIA_STORE_H

#include "content/domain/media.h"
#include "db/db.h"

struct status media_insert(struct tx *tx, const struct media *media);
/* NOT_HERE */
struct status media_get(struct tx *tx, const char *media_id, struct media *ret_media);
/* The same, holding the row. */
struct status media_lock(struct tx *tx, const char *media_id, struct media *ret_media);
/* NOT_HERE; by what WeChat calls its question. Holds the row. */
struct status media_lock_traced(struct tx *tx, const char *trace_id, struct media *ret_media);
/* Sent by that person since. */
struct status media_sent_since(struct tx *tx, const char *owner_id, int64_t since_us, int64_t *ret_count);
/* It is there, in all its sizes. */
struct status media_save_made(struct tx *tx, const struct media *media);
struct status media_save_trace(struct tx *tx, const char *media_id, const char *trace_id);
struct status media_save_state(struct tx *tx, const char *media_id, enum media_state state, int64_t now_us);
struct status media_attach(struct tx *tx, const char *media_id, const char *subject_type, const char *subject_id, int place);
/* Of these things, by thing and place; without what is gone. */
struct status media_of_subjects(struct tx *tx, struct arena *arena, const char *const *subject_ids, size_t subjects_count,
                                struct media **ret_media, size_t *ret_count);
/* What waits for a person, oldest first, ids above `after_id`. */
struct status media_list_held(struct tx *tx, struct arena *arena, const char *after_id, int limit, struct media **ret_media,
                              size_t *ret_count);
/* Whose pictures can go: refused, or belonging to nothing and made before. */
struct status media_list_sweepable(struct tx *tx, struct arena *arena, int64_t before_us, int limit, struct media **ret_media,
                                   size_t *ret_count);
/* Nobody may use it any more; *ret_moved false when somebody was quicker and does. */
struct status media_save_gone(struct tx *tx, const char *media_id, int64_t now_us, bool *ret_moved);

#endif
