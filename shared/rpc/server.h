/* Operations served from the bus: a queue subscription per method, a bounded queue, a pool of workers (one database
 * connection each), and the pipeline
 *
 *     decode · deadline · access · rules · begin · replay · HANDLER · encode · commit
 *
 * visible in rpc/pipeline.c. A full queue answers OVERLOADED at once. Also answers $SRV.PING, INFO and STATS (ADR-32).
 */
#ifndef LINLI_RPC_SERVER_H
#define LINLI_RPC_SERVER_H

#include "rpc/client.h"
#include "rpc/operation.h"

struct server_options {
    const char *name; /* process name and queue group */
    const char *version;
    const struct contract *contract;
    const struct operation_set *const *sets;
    size_t sets_count;
    struct bus *bus;
    struct bus *streams; /* for JetStream: a stream that hangs leaves the connection hanging that asks of it */
    struct rpc_client *client;
    struct db_options db;
    int workers;         /* of each lane (server.c), a database connection each, opened at first use */
    int queue_items_max; /* waiting requests before OVERLOADED */
    void *service;       /* call->service */
    /* Calls of other services, by the index of their method, each made at the first of them; NULL: nobody counts. */
    _Atomic(struct measure *) *outgoing;
    /* Called on any thread after a commit that left events in the outbox: wakes the relay. May be NULL. */
    void (*events_waiting)(void *context);
    void *events_context;
};

struct server;

/* Fails when an operation is not in the contract or a method of the contract's service has no operation. */
struct status server_start(const struct server_options *options, struct server **ret_server);
/* Stops taking requests, lets what was taken finish (at most drain_ms), answers all, joins the workers. False when a
 * handler did not end in time: then its thread still uses everything, and only the end of the process frees it. */
bool server_stop(struct server *server, int drain_ms);
/* After a stop that was true. NULL is allowed. */
void server_destroy(struct server *server);

/* Prometheus text of calls, answered and asked, latencies, refusals, queues. */
struct buf;
struct measure;
void server_metrics(struct server *server, struct buf *out);

/* For events and jobs, which run handlers on threads of their own: a runtime with its own connection. */
struct runtime *runtime_create(const struct server_options *options);
void runtime_destroy(struct runtime *runtime);
struct db *runtime_db(struct runtime *runtime);
/* A call without a method; release with call_finish (rolls back what is open, sends no hint). */
void call_init(struct call *call, struct runtime *runtime, struct arena *arena, int64_t deadline_ms);
void call_finish(struct call *call);

#endif
