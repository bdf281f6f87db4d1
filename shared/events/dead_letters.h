/* Events that could not be handled: kept with their reason until somebody replays or drops them (linlictl dlq).
 *
 * They lie in the schema of the service that could not handle them; `db` is a connection to it. A replay is done by the
 * service itself, within a second or two, by the handler as it is now: what succeeds leaves the table, what fails again
 * stays with its new reason. */
#ifndef LINLI_EVENTS_DEAD_LETTERS_H
#define LINLI_EVENTS_DEAD_LETTERS_H

#include "db/db.h"

#define DEAD_LETTERS_PAGE_MAX 200

struct dead_letter {
    const char *id;
    const char *consumer;
    const char *type;
    const char *event_id;
    const char *aggregate_id;
    int64_t version;
    int attempts;
    const char *reason;
    const char *detail;
    const char *state; /* DEAD, or REPLAY while it waits to be handled again */
    int64_t dead_at_us;
    size_t payload_bytes;
};

/* Oldest first, those after `after_id` ("": from the start). The list lives on the arena. */
struct status dead_letters_list(struct db *db, struct arena *arena, const char *after_id, struct dead_letter **ret_list,
                                size_t *ret_count);
/* One by its id, or with "" all of `consumer` (NULL: of every consumer). *ret_changed counts. */
struct status dead_letters_replay(struct db *db, struct arena *arena, const char *id, const char *consumer,
                                  int64_t *ret_changed);
struct status dead_letters_drop(struct db *db, struct arena *arena, const char *id, const char *consumer,
                                int64_t *ret_changed);

#endif
