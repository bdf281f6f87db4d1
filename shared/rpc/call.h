/* One call of an operation, event or job, as its handler sees it.
 *
 * Everything a handler needs comes through its call; everything it allocates comes from call->arena and dies with the
 * call. In modes READ and READ_WRITE call->tx is open before the handler runs and the pipeline commits it; in NONE it
 * is NULL. In STEPS, BATCH and jobs the handler opens and commits short transactions itself with call_begin and
 * call_commit. Calls to the outside (call_rpc, WeChat) are refused while a transaction is open.
 */
#ifndef LINLI_RPC_CALL_H
#define LINLI_RPC_CALL_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/status.h"
#include "contract/contract.h"
#include "db/db.h"
#include "linli/api/session.pb-c.h"

#define CALL_HINTS_MAX 64 /* messages a call may send after its commit */

struct runtime; /* of the worker: connection, bus, contract */
struct hint;

struct event_info {
    const char *id; /* outbox id */
    const char *type;
    const char *aggregate_id;
    int64_t version;
    int64_t time_us; /* when the fact became true */
};

struct call {
    struct arena *arena;
    struct tx *tx;  /* NULL when no transaction is open */
    int64_t now_us; /* the database's clock when the (latest) transaction began; before that, the best estimate of it */
    int64_t deadline_ms;         /* database time; nothing takes effect after it */
    const Api__Caller *caller;   /* never NULL; user_id "" for guests, events and jobs */
    const struct method *method; /* NULL for events and jobs */
    const char *operation_id;    /* id of the idempotency row: keys every outside call of this operation; "" without */
    const struct event_info *event; /* for events, else NULL */
    const char *traceparent;
    void *service; /* what the service's start function made */
    struct runtime *runtime;
    struct hint *hints; /* sent after commit, newest first */
    int _hints_count;
    bool _emitted;
    struct status (*_take_back)(struct call *call, const void *context);
    const void *_take_back_context;
    bool _in_doubt;         /* a commit whose outcome is unknown */
    int64_t _held_since_us; /* STEPS: its hold of the operation, and … */
    uint64_t _session;      /* … the session of the database that has it */
};

/* ---- transactions of STEPS, BATCH and jobs ---- */
/* IN_PROGRESS when the connection was lost, and somebody else has gone on with the operation. */
struct status call_begin(struct call *call);
/* Does not wait: it travels with the first statement, and now_us is the best estimate until that one is answered. */
struct status call_begin_unwaited(struct call *call);
struct status call_begin_read(struct call *call); /* does not wait either */
/* Refuses with TIMED_OUT after the deadline. Then sends the hints and wakes the relay. The transaction is over in any
 * case. */
struct status call_commit(struct call *call);
void call_rollback(struct call *call);

/* ---- refusals of STEPS ---- */
/* An operation that asks others to hold something for it says so before it looks at anything: an earlier try of it may
 * have asked, whatever this one is refused for. When it is refused for good, `take_back` runs in the transaction that
 * forgets the operation, and writes down what is to be let go; `context` lives as long as the call. */
void call_on_refusal(struct call *call, struct status (*take_back)(struct call *call, const void *context),
                     const void *context);
/* In that transaction; for the pipeline. */
struct status call_take_back(struct call *call);
/* Neither a refusal nor an answer: the operation can be tried again as it is, under the same id. */
bool failed_in_passing(struct status status);

/* ---- who ---- */
/* True when the caller holds the role in that scope or everywhere; scope_id NULL: everywhere only. */
bool call_has_role(const struct call *call, const char *role, const char *scope_id);

/* ---- other services ---- */
/* Asks `full_method` ("linli.coupons.v1.Internal.LockCoupon"); *ret_answer is an unpacked message of `answer_type` on
 * the arena. The other side sees the same caller, with our name as its service. A method that wants an Idempotency-Key
 * gets one derived from call->operation_id and the request, so that asking again within the operation is harmless.
 * Fails as the other service failed (same code and reason), or NOT_AVAILABLE (nobody there: not done) or TIMED_OUT (may
 * have been done). */
struct status call_rpc(struct call *call, const char *full_method, const ProtobufCMessage *request,
                       const ProtobufCMessageDescriptor *answer_type, void *ret_answer);

/* ---- what the world is told ---- */
/* Writes an event into the outbox, in call->tx. */
struct status emit(struct call *call, const char *aggregate_id, const ProtobufCMessage *event);
/* After the commit: a live hint to a user, or about an object; a core NATS message. Lost on a crash, so only for hints.
 */
void hint_user(struct call *call, const char *user_id, const char *type, const char *id);
void hint_object(struct call *call, const char *type, const char *id, int64_t version);
void hint_message(struct call *call, const char *subject, const ProtobufCMessage *message);

/* ---- messages ---- */
/* A message of type T on the call's arena, initialised: Ct__Circle *circle = MESSAGE(call, Ct__Circle, ct__circle). */
#define MESSAGE(call, type, lower) ((type *)message_new((call)->arena, &lower##__descriptor))
void *message_new(struct arena *arena, const ProtobufCMessageDescriptor *type);
/* An array of pointers to `count` of them. */
#define MESSAGES(call, type, lower, count) ((type **)messages_new((call)->arena, &lower##__descriptor, (count)))
void *messages_new(struct arena *arena, const ProtobufCMessageDescriptor *type, size_t count);
/* Unpacks onto the arena; NULL when the bytes are no such message. */
void *message_unpack(struct arena *arena, const ProtobufCMessageDescriptor *type, const void *data, size_t bytes);
/* Packs onto the arena. */
uint8_t *message_pack(struct arena *arena, const ProtobufCMessage *message, size_t *ret_bytes);

#endif
