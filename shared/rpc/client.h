/* Requests over the bus, many at a time on one connection: one inbox subscription, id → slot.
 *
 * Deadlines are absolute in database time; the client keeps the offset of this machine's clock to it, learned from the
 * header Linli-Now of replies (and set by whoever has a database).
 */
#ifndef LINLI_RPC_CLIENT_H
#define LINLI_RPC_CLIENT_H

#include "base/arena.h"
#include "base/trace.h"
#include "linli/api/error.pb-c.h"
#include "linli/api/session.pb-c.h"
#include "rpc/bus.h"

#define RPC_IN_FLIGHT_MAX 4096

struct rpc_client;
struct rpc_ticket; /* a request under way; lives in the arena it was started with, which may outlive the client once
                      the request has been waited for */

struct rpc_request {
    const char *subject;
    const void *data;
    size_t bytes;
    const Api__Caller *caller; /* NULL: none */
    int64_t deadline_ms;       /* database time */
    const char *traceparent;
    const char *idempotency_key; /* or NULL */
    bool packed;                 /* data is a linli.api.Pack of several requests to a BATCH method */
};

struct rpc_reply {
    const uint8_t *data; /* in the arena; answer bytes when OK */
    size_t bytes;
};

struct status rpc_client_create(struct bus *bus, struct rpc_client **ret_client);
void rpc_client_destroy(struct rpc_client *client);

/* NULL ticket with OVERLOADED when RPC_IN_FLIGHT_MAX is reached; NOT_AVAILABLE when disconnected, or the bus is
 * silent. */
struct status rpc_start(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
                        struct rpc_ticket **ret_ticket);
/* The failure the service answered (reason is interned, violations kept), NOT_AVAILABLE (no responder), TIMED_OUT. */
struct status rpc_wait(struct rpc_ticket *ticket, struct rpc_reply *ret_reply);
struct status rpc_call(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
                       struct rpc_reply *ret_reply);

/* What another service failed with, as if it had happened here; NULL or unreadable is INTERNAL. For failures within an
 * answer (linli.api.PackAnswer). */
struct status rpc_failure(const Api__Failure *failure, const char *subject);

/* Database time now, as well as it is known here. */
int64_t rpc_now_ms(const struct rpc_client *client);
void rpc_now_learn(struct rpc_client *client, int64_t database_ms);

#endif
