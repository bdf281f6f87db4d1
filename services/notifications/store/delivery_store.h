/* Messages over WeChat, and the credits that allow them; one function a statement. */
#ifndef LINLI_NOTIFICATIONS_STORE_DELIVERY_STORE_H
#define LINLI_NOTIFICATIONS_STORE_DELIVERY_STORE_H

#include "db/db.h"
#include "notifications/domain/texts.h"

enum delivery_state {
    DELIVERY_WAITING = 1,
    DELIVERY_SENDING = 2,
    DELIVERY_SENT = 3,
    DELIVERY_SKIPPED = 4,
    DELIVERY_REFUSED = 5,
    DELIVERY_FAILED = 6,
};

struct delivery {
    const char *id;
    const char *user_id;
    const char *template_id;
    enum message_kind kind;
    const char *args[TEXT_ARGS_MAX];
    size_t args_count;
    const char *link_id;
    const char *event_id;
    enum delivery_state state;
    const char *why;
    int64_t created_us, done_us; /* done_us 0: not yet */
};

#define DELIVERY_NO_CREDIT "no credit" /* why it was skipped */

/* *ret_new false when the event has a delivery to this person by this template already. */
struct status delivery_insert(struct tx *tx, const struct delivery *delivery, int64_t now_us, bool *ret_new);
/* NOT_HERE; holds the row. */
struct status delivery_lock(struct tx *tx, const char *delivery_id, struct delivery *ret_delivery);
struct status delivery_move(struct tx *tx, const char *delivery_id, enum delivery_state state, const char *why, int64_t now_us);

/* Newest first, ids below `before_id`; user_id "" and state 0: all. */
struct status delivery_list(struct tx *tx, struct arena *arena, const char *user_id, enum delivery_state state,
                            const char *before_id, int limit, struct delivery **ret_deliveries, size_t *ret_count);

/* At most `limit` of those that were made before. */
struct status delivery_forget(struct tx *tx, int64_t before_us, int limit, int64_t *ret_deleted);

struct status credits_get(struct tx *tx, const char *user_id, const char *template_id, int64_t *ret_credits);
/* Adds an entry and moves the count; *ret_done false, with nothing changed, when the count would fall below 0. */
struct status credits_move(struct tx *tx, const char *user_id, const char *template_id, int64_t delta, const char *why,
                           int64_t now_us, bool *ret_done);
/* To nothing: WeChat said the person takes no more. */
struct status credits_clear(struct tx *tx, const char *user_id, const char *template_id, const char *why, int64_t now_us);

/* *ret_new false when WeChat pushed this before. */
struct status push_insert(struct tx *tx, const char *dedupe_key, int64_t now_us, bool *ret_new);
struct status push_forget(struct tx *tx, int64_t before_us, int limit, int64_t *ret_deleted);

#endif
