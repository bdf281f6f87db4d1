/* The gateway: HTTP and JSON outside, the bus inside, and not one line that knows a service. Routes, access, limits,
 * rules and time-outs come from the contract (the descriptor set), which is read at start.
 *
 *     http.c        accept, guards, answer         operation.c   the order of things for one operation
 *     session.c     who is calling                 invocation.c  JSON ⇒ wire ⇒ bus ⇒ wire ⇒ JSON
 *     limits.c      how often                      microcache.c, refusals.c   what need not be asked
 *     admission.c   how much at once               pack.c        many requests in one message
 *     upload.c, multipart.c, sniff.c, files.c, download.c   files, in and out
 *     batch.c, live.c, raw.c, docs.c               what is not one call of one method
 *
 * One struct gateway a process; everything in it may be used by all threads. It owns what it points to.
 */
#ifndef LINLI_GATEWAY_GATEWAY_H
#define LINLI_GATEWAY_GATEWAY_H

#include <stdatomic.h>

#include "contract/contract.h"
#include "gateway/address.h"
#include "gateway/admission.h"
#include "gateway/arenas.h"
#include "gateway/docs.h"
#include "gateway/limits.h"
#include "gateway/live.h"
#include "gateway/metrics.h"
#include "gateway/microcache.h"
#include "gateway/pack.h"
#include "gateway/refusals.h"
#include "gateway/session.h"
#include "gateway/settings.h"
#include "gateway/settle.h"
#include "rpc/client.h"

#define BUS_CONNECTIONS_MAX 8

struct http;

struct gateway {
    const struct gateway_settings *settings;
    struct contract *contract;
    struct proxies proxies;
    struct bus *buses[BUS_CONNECTIONS_MAX];
    struct rpc_client *clients[BUS_CONNECTIONS_MAX];
    size_t clients_count;
    atomic_uint next_client;
    struct sessions *sessions;
    struct limits *limits;
    struct cache *cache; /* the settling thread's */
    struct settle *settle;
    struct admission admission;
    struct refusals *refusals;
    struct microcache *microcache;
    struct packer *packers; /* one a method, by its index; only those of BATCH methods are used */
    struct live *live;
    struct docs *docs;
    struct metrics *metrics;
    struct objects *objects; /* NULL: there is no store */
    atomic_int uploads;      /* under way */
    struct arenas arenas;
    struct http *http;
    atomic_bool started, draining;
};

/* Loads the contract, connects and listens. Fails with a sentence when a setting or the contract makes no sense, or the
 * address is taken; not when the bus or Redis are away. */
struct status gateway_start(const struct gateway_settings *settings, struct gateway **ret_gateway);
/* Not ready any more; returns when what was under way is answered, after settings->drain_ms at most. */
void gateway_drain(struct gateway *gateway);
void gateway_destroy(struct gateway *gateway);

/* The bus refuses us for good: the process should end, to be started again. */
bool gateway_lost(const struct gateway *gateway);

/* The next of the bus connections, in turn. */
struct rpc_client *gateway_client(struct gateway *gateway);
/* Database time, as well as it is known. */
int64_t gateway_now_ms(struct gateway *gateway);

/* For the operations port. */
struct status gateway_ready(void *gateway);
void gateway_metrics(void *gateway, struct buf *out);

#endif
