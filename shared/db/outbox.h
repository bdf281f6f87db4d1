/* Events leave a service as rows of the transaction that made the fact true; the relay (shared/events) publishes them.
 */
#ifndef LINLI_DB_OUTBOX_H
#define LINLI_DB_OUTBOX_H

#include "db/db.h"

#define OUTBOX_PAYLOAD_BYTES_MAX 65536
#define OUTBOX_EVENTS_MAX        256 /* in one outbox_add_many */

struct outbox_event {
    const char *type;         /* full message name: linli.content.v1.CircleJoined */
    const char *aggregate_id; /* 32 hex digits; order of events is per aggregate */
    const void *payload;
    size_t payload_bytes;
    const char *traceparent; /* or NULL */
};

/* Gives the event its id (UUIDv7) and the next version of its aggregate, taking the aggregate's row lock. It travels with the
 * transaction's next statement or its commit, which fails if this does. */
struct status outbox_add(struct tx *tx, const struct outbox_event *event);
/* The same for up to OUTBOX_EVENTS_MAX, one statement, aggregates all different (their rows are locked in order). */
struct status outbox_add_many(struct tx *tx, const struct outbox_event *events, size_t count);
/* The same for aggregates that begin in this transaction: each event is its aggregate's version 1, and nothing is looked for.
 * UNIQUE_VIOLATION when somebody has told of one of them before. */
struct status outbox_add_firsts(struct tx *tx, const struct outbox_event *events, size_t count);

#endif
