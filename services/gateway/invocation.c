#include "gateway/invocation.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "gateway/query.h"

#define JSON_BYTES_START 1024

Api__Caller *invocation_caller(struct arena *arena, const struct identity *who, const char *address,
                               enum language language)
{
    const struct token_claims *claims = &who->claims;
    Api__Caller *caller = arena_new(arena, Api__Caller);

    api__caller__init(caller);
    caller->address = address;
    caller->language = language_name(language);
    if (!who->signed_in)
        return caller;
    caller->user_id = claims->user_id;
    caller->session_id = claims->session_id;
    caller->app_id = claims->app_id;
    caller->n_grants = claims->roles_count;
    caller->grants = arena_array(arena, Api__Grant *, claims->roles_count);
    for (size_t i = 0; i < claims->roles_count; i++) {
        caller->grants[i] = arena_new(arena, Api__Grant);
        api__grant__init(caller->grants[i]);
        caller->grants[i]->role = claims->roles[i].role;
        caller->grants[i]->scope_id = claims->roles[i].scope_id;
    }
    return caller;
}

/* A cached answer is for everybody, so it is asked for on nobody's behalf. */
static Api__Caller *caller_of(const struct invocation *invocation)
{
    static const struct identity nobody = { .signed_in = false };

    if (invocation->match->method->rpc->cache)
        return invocation_caller(invocation->arena, &nobody, "", invocation->language);
    return invocation_caller(invocation->arena, invocation->who, invocation->address, invocation->language);
}

static struct status make_request(struct invocation *invocation)
{
    const struct method *method = invocation->match->method;
    const struct parameter *parameters;
    size_t count;
    struct buf wire;

    TRY(query_parse(invocation->arena, invocation->query, &parameters, &count));
    asking_begin(&invocation->asking, invocation->traceparent);
    buf_init(&wire, invocation->arena, invocation->body_bytes + 256);
    TRY(json_to_wire(method->input, invocation->arena, invocation->body, invocation->body_bytes, invocation->match,
                     parameters, count, &wire));
    invocation->request = (struct rpc_request){
        .subject = method->subject,
        .data = wire.data,
        .bytes = wire.len,
        .caller = caller_of(invocation),
        .deadline_ms = invocation->deadline_ms,
        .traceparent = invocation->asking.traceparent,
        .idempotency_key = invocation->idempotency_key,
    };
    return OK;
}

/* What waits at the same time travels in one message: a pack is carried when it is waited for. */
static bool packed(const struct invocation *invocation)
{
    Api__Tx tx = invocation->match->method->rpc->tx;

    return tx == API__TX__BATCH || (tx == API__TX__READ && !invocation->side_by_side);
}

static struct status send_request(struct invocation *invocation)
{
    struct gateway *gateway = invocation->gateway;
    const struct method *method = invocation->match->method;

    TRY(make_request(invocation));
    if (!admission_enter(&gateway->admission, method)) {
        metrics_count(gateway->metrics, COUNT_ADMISSION_REFUSED);
        return fail(OVERLOADED, "%d calls are under way", atomic_load(&gateway->admission.in_flight));
    }
    invocation->admitted = true;
    if (packed(invocation))
        return OK;
    TRY(rpc_start(gateway_client(gateway), invocation->arena, &invocation->request, &invocation->ticket));
    CRASH_POINT(gateway, sent);
    return OK;
}

static struct key cache_key(const struct invocation *invocation)
{
    char *all = arena_printf(invocation->arena, "%s %s?%s", language_name(invocation->language), invocation->path,
                             invocation->query ? invocation->query : "");

    return key_of(all, strlen(all));
}

static struct status start_cached(struct invocation *invocation)
{
    struct key key = cache_key(invocation);
    struct status status;

    invocation->part = microcache_join(invocation->gateway->microcache, &key, clock_mono_ms(), &invocation->flight);
    if (invocation->part != MICROCACHE_LEAD)
        return OK;
    status = send_request(invocation);
    if (!ok(status))
        microcache_crash(invocation->flight, status);
    return status;
}

struct status invocation_start(struct invocation *invocation)
{
    const Api__Rpc *rpc = invocation->match->method->rpc;

    invocation->deadline_ms = gateway_now_ms(invocation->gateway) + rpc->timeout_ms;
    invocation->give_up_mono_ms = clock_mono_ms() + rpc->timeout_ms;
    return rpc->cache ? start_cached(invocation) : send_request(invocation);
}

static struct status wait_for_reply(struct invocation *invocation)
{
    const struct method *method = invocation->match->method;
    struct rpc_reply *reply = &invocation->reply;
    struct status status = packed(invocation)
                               ? pack_call(invocation->gateway, method, invocation->arena, &invocation->request, reply)
                               : rpc_wait(invocation->ticket, reply);

    asking_end(&invocation->asking, method, status);
    return status;
}

static struct status receive(struct invocation *invocation)
{
    const struct method *method = invocation->match->method;
    struct rpc_reply *reply = &invocation->reply;
    struct buf json;

    TRY(wait_for_reply(invocation));
    CRASH_POINT(gateway, answered_not_written);
    buf_init(&json, invocation->arena, reply->bytes * 2 + JSON_BYTES_START);
    TRY(wire_to_json(method->output, reply->data, reply->bytes, &json));
    invocation->json = json.data;
    invocation->json_bytes = json.len;
    return OK;
}

static struct status finish_cached(struct invocation *invocation)
{
    const struct microcache_value *value;

    if (invocation->part == MICROCACHE_LEAD) {
        struct status status = receive(invocation);

        if (!ok(status)) {
            microcache_crash(invocation->flight, status);
            return status;
        }
        microcache_land(invocation->flight, invocation->json, invocation->json_bytes, clock_mono_ms(),
                        invocation->match->method->rpc->cache->ttl_ms);
    } else if (invocation->part == MICROCACHE_FOLLOW) {
        TRY(microcache_wait(invocation->flight, invocation->give_up_mono_ms));
    }
    value = microcache_value(invocation->flight);
    invocation->json = value->json;
    invocation->json_bytes = value->bytes;
    invocation->etag = value->etag;
    return OK;
}

static void leave(struct invocation *invocation)
{
    if (invocation->admitted)
        admission_leave(&invocation->gateway->admission, invocation->match->method);
    invocation->admitted = false;
}

/* The place among those under way is given back here: a client that is slow to take his answer holds nobody up. */
struct status invocation_finish(struct invocation *invocation)
{
    struct status status = invocation->flight ? finish_cached(invocation) : receive(invocation);

    leave(invocation);
    return status;
}

bool invocation_follows(const struct invocation *invocation)
{
    return invocation->flight && invocation->part == MICROCACHE_FOLLOW;
}

void invocation_end(struct invocation *invocation)
{
    leave(invocation);
    if (invocation->flight)
        microcache_leave(invocation->flight);
    invocation->flight = NULL;
}
