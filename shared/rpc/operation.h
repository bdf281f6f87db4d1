/* A service's table of contents: its operations, as a list macro in <service>.h:
 *
 *     #define CONTENT_OPERATIONS(X)                                         \
 *         X(Ct, CreateCircle, Ct__Circle, content_create_circle)            \
 *         X(Ct, ListCircles, Ct__ListCirclesResponse, content_list_circles)
 *     CONTENT_OPERATIONS(OPERATION_PROTOTYPE)
 *
 * and in main.c `OPERATIONS(content_operations, CONTENT_OPERATIONS, Ct__Content_Service, ct__content__descriptor)`.
 * A mistyped handler does not compile, a missing one does not link; names are compared with the contract at start.
 * A BATCH operation is listed with X = OPERATION_BATCH… in a list of its own (<SERVICE>_BATCHES), see below.
 */
#ifndef LINLI_RPC_OPERATION_H
#define LINLI_RPC_OPERATION_H

#include "rpc/call.h"

/* One request of a batch. `in` and `out` are messages of the method's types; the handler sets `outcome` of each. Only
 * code, reason and retry_after_s of an outcome travel: its text would be another item's by then. */
struct batch_item {
    const Api__Caller *caller;
    const void *in;
    void *out;
    const char *idempotency_key; /* "" when the method needs none */
    uint8_t request_sha256[32];
    const char *traceparent;
    int64_t deadline_ms;
    struct status outcome; /* OK when `out` is filled; a failure otherwise. Starts as INTERNAL. */
};

#define BATCH_ITEMS_MAX     256
#define BATCH_GATHER_MS_MAX 20

struct operation {
    const char *name; /* as in the proto */
    struct status (*handle)(struct call *call, const void *in, void *out);
    /* BATCH: a failing status means that nothing took effect. On CONFLICT, UNIQUE_VIOLATION, OUTCOME_UNKNOWN or
     * TIMED_OUT (an item became late) the runtime calls again, so keys are looked up first; if that does not help each
     * item is tried alone. */
    struct status (*handle_batch)(struct call *call, struct batch_item *items, size_t count);
};

struct operation_set {
    const ProtobufCServiceDescriptor *service;
    const struct operation *operations;
    size_t count;
};

#define OPERATION_PROTOTYPE(P, rpc, out_type, handler)                                                                 \
    struct status handler(struct call *call, const P##__##rpc##Request *in, out_type *out);
#define OPERATION_BATCH_PROTOTYPE(rpc, handler)                                                                        \
    struct status handler(struct call *call, struct batch_item *items, size_t count);

#define OPERATION_THUNK_(P, rpc, out_type, handler)                                                                    \
    static struct status handler##_thunk(struct call *call, const void *in, void *out)                                 \
    {                                                                                                                  \
        return handler(call, (const P##__##rpc##Request *)in, (out_type *)out);                                        \
    }
#define OPERATION_ROW_(P, rpc, out_type, handler) { .name = #rpc, .handle = handler##_thunk },
#define OPERATION_BATCH_ROW_(rpc, handler)        { .name = #rpc, .handle_batch = handler },
#define OPERATION_NO_BATCHES(X)

/* Defines `static const struct operation_set name`. */
#define OPERATIONS_WITH_BATCHES(set_name, LIST, BATCHES, service_struct, descriptor)                                   \
    LIST(OPERATION_THUNK_)                                                                                             \
    static const struct operation set_name##_rows[] = { LIST(OPERATION_ROW_) BATCHES(OPERATION_BATCH_ROW_) };          \
    _Static_assert(sizeof set_name##_rows / sizeof set_name##_rows[0] ==                                               \
                       (sizeof(service_struct) - sizeof(ProtobufCService)) / sizeof(void (*)(void)),                   \
                   "every rpc of the service has its row, and only those");                                            \
    static const struct operation_set set_name = { &descriptor, set_name##_rows,                                       \
                                                   sizeof set_name##_rows / sizeof set_name##_rows[0] };
#define OPERATIONS(set_name, LIST, service_struct, descriptor)                                                         \
    OPERATIONS_WITH_BATCHES(set_name, LIST, OPERATION_NO_BATCHES, service_struct, descriptor)

#endif
