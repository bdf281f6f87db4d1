/* What the tests of shared/events stand on: a schema, a nats-server, and a service «api» that tells linli.api.LiveHint
 * and linli.api.SessionsRevoked to a service «watcher» whose handler the test gives. Both live in the same schema. */
#ifndef LINLI_TESTS_EVENTS_HOUSE_H
#define LINLI_TESTS_EVENTS_HOUSE_H

#include "db/outbox.h"
#include "events/events.h"
#include "support/check.h"
#include "support/nats.h"
#include "support/pg.h"

struct estate {
    struct db *db;
    struct test_nats nats;
    struct bus *bus, *streams;
    struct rpc_client *client;
    jsCtx *js;
    struct server_options teller, watcher;
    struct arena arena;
    const char *name;
};

void estate_start(struct estate *estate, const char *name);
void estate_finish(struct estate *estate);
/* Empties the platform's tables and the stream. */
void estate_clear(struct estate *estate);
void estate_make_stream(struct estate *estate);
void estate_delete_stream(struct estate *estate);
uint64_t estate_stream_messages(struct estate *estate);

/* Writes `count` events, one transaction each; the aggregate is new for each when NULL. type is the hint's. */
void estate_emit(struct estate *estate, const char *aggregate_id, const char *type, int count);

/* Waits until the statement gives `expected`; fails the test after ms_max. */
void estate_wait(struct estate *estate, const char *sql, int64_t expected, int64_t ms_max);
void estate_wait_count(const _Atomic int *counter, int expected, int64_t ms_max);

#endif
