#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "contract/transcode.h"
#include "rpc/endpoint.h"
#include "rpc/wire.h"

#define KEY_CHARS_MAX    128
#define HEADER_BYTES_MAX 16384 /* of the caller: 64 grants fit many times */

static const Api__Caller guest = API__CALLER__INIT;

static const char *header(natsMsg *message, const char *name)
{
    const char *value = NULL;

    return natsMsgHeader_Get(message, name, &value) == NATS_OK && value ? value : "";
}

static struct status decode_caller(struct arena *arena, const char *text, const Api__Caller **ret_caller)
{
    size_t bytes;
    uint8_t *packed;

    *ret_caller = &guest;
    if (!*text)
        return OK;
    if (strlen(text) <= HEADER_BYTES_MAX && base64_decode(arena, text, strlen(text), &packed, &bytes))
        *ret_caller = message_unpack(arena, &api__caller__descriptor, packed, bytes);
    else
        *ret_caller = NULL;
    return *ret_caller ? OK : fail(BAD_REQUEST, "%s cannot be read", HEADER_CALLER);
}

/* A key is held until the deadline, also by a worker that has died. */
static int64_t longest_ms(const Api__Rpc *rpc)
{
    return rpc->tx == API__TX__STEPS && rpc->idempotency == API__IDEMPOTENCY__KEY_REQUIRED ? KEYED_STEPS_TIMEOUT_MS_MAX
                                                                                           : METHOD_TIMEOUT_MS_MAX;
}

/* Absolute, and never further away than the longest method of its kind may take, whatever the caller says: a gateway of
 * the release before may wait longer, or have another clock. */
static int64_t decode_deadline(const struct endpoint *endpoint, const struct runtime *runtime, const char *text)
{
    int64_t now = runtime_now_ms(runtime);
    int64_t asked = *text ? strtoll(text, NULL, 10) : now + endpoint->method->rpc->timeout_ms;

    int64_t latest = now + longest_ms(endpoint->method->rpc);

    return asked < latest ? asked : latest;
}

/* A span of its own only where somebody will hear of it. */
void request_trace(struct request *request, struct arena *arena, const char *parent)
{
    char *own;

    request->parent = request->traceparent = parent;
    if (!span_wanted(parent))
        return;
    request->traceparent = own = arena_alloc(arena, TRACEPARENT_BYTES);
    trace_child(parent, own);
}

struct status request_decode(struct endpoint *endpoint, struct runtime *runtime, struct arena *arena, natsMsg *message,
                             struct request *ret_request, bool *ret_packed)
{
    *ret_request = (struct request){
        .endpoint = endpoint,
        .caller = &guest,
        .deadline_ms = decode_deadline(endpoint, runtime, header(message, HEADER_DEADLINE)),
        .key = arena_strdup(arena, header(message, HEADER_KEY)),
        .data = (const uint8_t *)natsMsg_GetData(message),
        .bytes = (size_t)natsMsg_GetDataLength(message),
    };
    request_trace(ret_request, arena, arena_strdup(arena, header(message, HEADER_TRACEPARENT)));
    *ret_packed = *header(message, HEADER_PACKED) != '\0';
    return decode_caller(arena, header(message, HEADER_CALLER), &ret_request->caller);
}

struct status request_check_deadline(const struct request *request, struct runtime *runtime)
{
    int64_t late_ms = runtime_now_ms(runtime) - request->deadline_ms;

    return late_ms < 0 ? OK : fail(TIMED_OUT, "the deadline passed %lld ms before the work began", (long long)late_ms);
}

static bool holds_one_of(const Api__Caller *caller, char *const *roles, size_t count)
{
    for (size_t i = 0; i < caller->n_grants; i++) {
        for (size_t j = 0; j < count; j++) {
            if (strcmp(caller->grants[i]->role, roles[j]) == 0)
                return true;
        }
    }
    return false;
}

struct status request_check_access(const struct request *request)
{
    const Api__Rpc *rpc = request->endpoint->method->rpc;
    const Api__Caller *caller = request->caller;

    switch (rpc->access) {
    case API__ACCESS__PUBLIC:
        return OK;
    case API__ACCESS__USER:
        return *caller->user_id ? OK
                                : fail(TOKEN_MISSING, "%s is for signed-in users", request->endpoint->method->name);
    case API__ACCESS__ROLE:
        if (!*caller->user_id)
            return fail(TOKEN_MISSING, "%s is for signed-in users", request->endpoint->method->name);
        if (!holds_one_of(caller, (char *const *)rpc->roles, rpc->n_roles))
            return fail(FORBIDDEN, "%s needs another role", request->endpoint->method->name);
        return OK;
    case API__ACCESS__SERVICES:
        return *caller->service ? OK : fail(FORBIDDEN, "%s is for services", request->endpoint->method->name);
    default:
        return fail(FORBIDDEN, "nobody may call %s", request->endpoint->method->name);
    }
}

static bool visible_ascii(const char *text)
{
    for (; *text; text++) {
        if (*text <= ' ' || *text > '~')
            return false;
    }
    return true;
}

static struct status check_key(const struct request *request)
{
    if (request->endpoint->method->rpc->idempotency != API__IDEMPOTENCY__KEY_REQUIRED)
        return OK;
    if (!*request->key)
        return fail(IDEMPOTENCY_KEY_REQUIRED, "%s needs an Idempotency-Key", request->endpoint->method->name);
    if (strlen(request->key) > KEY_CHARS_MAX || !visible_ascii(request->key))
        return fail(BAD_REQUEST, "an Idempotency-Key has 1 to %d visible ASCII characters", KEY_CHARS_MAX);
    if (!*request_caller_id(request))
        return fail(TOKEN_MISSING, "a key is kept in somebody's name");
    return OK;
}

struct status request_check_rules(const struct request *request, struct arena *arena, const void **ret_in)
{
    TRY(check_key(request));
    TRY(wire_check(request->endpoint->method->input, request->data, request->bytes));
    *ret_in = message_unpack(arena, request->endpoint->input, request->data, request->bytes);
    return *ret_in ? OK : fail(BAD_REQUEST, "the request is no %s", request->endpoint->input->name);
}

const char *request_caller_id(const struct request *request)
{
    return *request->caller->service ? request->caller->service : request->caller->user_id;
}
