/* A method as this process serves it. Private to shared/rpc. */
#ifndef LINLI_RPC_ENDPOINT_H
#define LINLI_RPC_ENDPOINT_H

#include "rpc/measure.h"
#include "rpc/queue.h"
#include "rpc/runtime.h"

struct gathering; /* of a BATCH method, batch.c */

struct endpoint {
    struct server *server;
    const struct method *method;
    const struct operation *operation;
    const ProtobufCMessageDescriptor *input, *output;
    struct measure measure;
    struct histogram batches;     /* of a BATCH method: how long one took … */
    _Atomic uint64_t batch_items; /* … and the items of all of them */
    _Atomic int64_t in_flight;    /* requests that have arrived and are not answered */
    struct gathering *gathering;  /* NULL but for BATCH */
};

/* A request as it came, in the arena it was decoded with. */
struct request {
    struct endpoint *endpoint;
    const Api__Caller *caller;
    int64_t deadline_ms;
    const char *traceparent; /* its own; "" without */
    const char *parent;      /* as it came */
    const char *key;         /* "" without */
    const uint8_t *data;
    size_t bytes;
};

/* ---- request.c: what is done with every request before its handler sees it ---- */

/* The headers of a message; `packed` says whether its body is a linli.api.Pack. */
struct status request_decode(struct endpoint *endpoint, struct runtime *runtime, struct arena *arena, natsMsg *message,
                             struct request *ret_request, bool *ret_packed);
/* Under a traceparent as it came, which stays where it is. */
void request_trace(struct request *request, struct arena *arena, const char *parent);
struct status request_check_deadline(const struct request *request, struct runtime *runtime);
struct status request_check_access(const struct request *request);
/* Well-formedness, rules and the key; *ret_in is the message for the handler. */
struct status request_check_rules(const struct request *request, struct arena *arena, const void **ret_in);
/* In whose name keys are kept: the calling service, else the user. */
const char *request_caller_id(const struct request *request);

/* ---- answer.c: what leaves ---- */

/* Only what the contract declares leaves the service; anything else is a mistake of ours and becomes INTERNAL. */
struct status answer_declared(const struct endpoint *endpoint, struct status status);
/* For the bus; without the text when it is INTERNAL. */
Api__Failure *answer_failure(struct arena *arena, struct status status);
void answer_send(const struct server_options *options, natsMsg *request, struct arena *arena, struct status status,
                 const void *data, size_t bytes);
/* The same with a failure that is packed already. */
void answer_send_failure(const struct server_options *options, natsMsg *request, struct status status, const void *data,
                         size_t bytes);
/* The one log line of the call. */
void answer_log(const struct request *request, struct status status, int64_t arrived_us, int64_t started_us);

#endif
