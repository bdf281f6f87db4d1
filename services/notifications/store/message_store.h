/* The inbox of people, one function a statement. */
#ifndef LINLI_NOTIFICATIONS_STORE_MESSAGE_STORE_H
#define LINLI_NOTIFICATIONS_STORE_MESSAGE_STORE_H

#include "db/db.h"
#include "notifications/domain/texts.h"

struct message {
    const char *id;
    const char *user_id;
    enum message_kind kind;
    const char *args[TEXT_ARGS_MAX];
    size_t args_count;
    const char *link_id; /* "": none */
    const char *event_id;
    int64_t created_us;
    bool read;
};

/* *ret_new false when the event has told this person already. */
struct status message_insert(struct tx *tx, const struct message *message, bool *ret_new);
/* Newest first, ids below `before_id`. */
struct status message_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id, int limit,
                           struct message **ret_messages, size_t *ret_count);
struct status message_unread(struct tx *tx, const char *user_id, int64_t *ret_count);
/* Those of `ids` that are the user's; all of his when count is 0. */
struct status message_mark_read(struct tx *tx, const char *user_id, const char *const *ids, size_t count, int64_t now_us);
/* Deletes up to `limit` messages older than that. */
struct status message_forget(struct tx *tx, int64_t before_us, int limit, int64_t *ret_deleted);

#endif
