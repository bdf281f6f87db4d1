/* A server's parts, for what serves (server.c) and what counts (server_metrics.c). Private to shared/rpc. */
#ifndef LINLI_RPC_LANES_H
#define LINLI_RPC_LANES_H

#include <semaphore.h>

#include "rpc/endpoint.h"
#include "rpc/reading.h"
#include "rpc/server.h"

/* Requests that wait for different things wait apart, each lane with workers of its own. Were there one pool, two
 * services whose workers all wait for each other would stop for good; and a slow WeChat would stop reads. */
enum lane_name {
    LANE_DATABASE, /* READ, READ_WRITE, BATCH, NONE: nothing but the database is waited for */
    LANE_OUTSIDE,  /* STEPS: other services and WeChat are */
    LANE_SERVICES, /* what other services ask: it never asks a service itself (call_rpc holds that), so it always goes
                      on */
    LANES
};

struct lane {
    struct queue queue;
    struct worker *workers;
    atomic_int busy;         /* workers */
    struct histogram waited; /* messages, for one of them */
};

struct server {
    struct server_options options;
    struct endpoint *endpoints;
    natsSubscription **subscriptions; /* of each endpoint */
    size_t count;
    struct lane lanes[LANES];
    struct discovery *discovery;
    _Atomic int64_t chores_due_ms;
    atomic_bool draining;
    _Atomic uint64_t refused; /* at the door */
    sem_t connected;          /* a worker of LANE_DATABASE has looked for its connection */
};

struct worker {
    struct server *server;
    struct lane *lane;
    struct runtime *runtime;
    struct reading *reading;
    struct arena arena;
    pthread_t thread;
};

static inline struct lane *lane_of(struct endpoint *endpoint)
{
    const Api__Rpc *rpc = endpoint->method->rpc;

    if (rpc->access == API__ACCESS__SERVICES)
        return &endpoint->server->lanes[LANE_SERVICES];
    return &endpoint->server->lanes[rpc->tx == API__TX__STEPS ? LANE_OUTSIDE : LANE_DATABASE];
}

#endif
