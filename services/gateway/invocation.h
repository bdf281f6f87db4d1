/* One call of one method on somebody's behalf: from parameters and JSON to an answer in JSON.
 *
 * In two steps, so that a batch has its reads under way side by side: invocation_start() does everything until the
 * request is on the bus (rules, admission, microcache), invocation_finish() waits. Each start, failed or not, is
 * followed by exactly one invocation_end(). All memory is the arena's; the answer of a cached method lives until
 * invocation_end().
 */
#ifndef LINLI_GATEWAY_INVOCATION_H
#define LINLI_GATEWAY_INVOCATION_H

#include "contract/route.h"
#include "contract/transcode.h"
#include "gateway/gateway.h"
#include "gateway/language.h"
#include "rpc/span.h"

struct invocation {
    /* What is asked, set by the caller. */
    struct gateway *gateway;
    struct arena *arena;
    const struct identity *who;
    const char *address;
    enum language language;
    const char *traceparent;
    const struct route_match *match;
    const char *path;  /* as sent; with the query the key of the microcache */
    const char *query; /* as sent, or NULL */
    const char *body;  /* NULL: none */
    size_t body_bytes;
    const char *idempotency_key; /* or NULL */
    bool side_by_side;           /* the same thread has others under way: it does not wait to travel with strangers */

    /* Under way. */
    int64_t deadline_ms; /* database time */
    int64_t give_up_mono_ms;
    bool admitted;
    struct flight *flight; /* of a cached method */
    enum microcache_part part;
    struct rpc_request request;
    struct asking asking;
    struct rpc_ticket *ticket;

    /* What came of it. */
    struct rpc_reply reply; /* the wire bytes; not of a cached method */
    const char *json;
    size_t json_bytes;
    const char *etag; /* NULL: none */
};

struct status invocation_start(struct invocation *invocation);
struct status invocation_finish(struct invocation *invocation);
void invocation_end(struct invocation *invocation);

/* Whether waiting for it means waiting for somebody else's request: such ones are finished last. */
bool invocation_follows(const struct invocation *invocation);

/* Who calls, for the bus. */
Api__Caller *invocation_caller(struct arena *arena, const struct identity *who, const char *address,
                               enum language language);

#endif
