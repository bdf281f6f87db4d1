#include "rpc/call.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/crypto.h"
#include "base/log.h"
#include "db/idempotency.h"
#include "db/outbox.h"
#include "rpc/measure.h"
#include "rpc/runtime.h"
#include "rpc/span.h"

#define KEY_DIGEST_BYTES 8 /* of the request, in the key of an outside call */
#define REGAINS_MAX      3 /* of an operation whose session is lost while it begins a transaction */

struct hint {
    struct hint *next;
    const char *subject;
    const uint8_t *data;
    size_t bytes;
};

/* ---- its life ---- */

static const Api__Caller nobody = API__CALLER__INIT;

void call_init(struct call *call, struct runtime *runtime, struct arena *arena, int64_t deadline_ms)
{
    *call = (struct call){
        .arena = arena,
        .now_us = runtime_now_ms(runtime) * US_PER_MS,
        .deadline_ms = deadline_ms,
        .caller = &nobody,
        .operation_id = "",
        .traceparent = "",
        .service = runtime->options.service,
        .runtime = runtime,
    };
}

void call_finish(struct call *call)
{
    call_rollback(call);
    call->hints = NULL;
    call->_hints_count = 0;
}

/* ---- transactions ---- */

void call_hold(struct call *call, int64_t since_us)
{
    call->_held_since_us = since_us;
    call->_session = db_session(call->runtime->db);
}

static struct status begin_unwaited(struct call *call, enum tx_mode mode)
{
    if (call->tx)
        return mistake("a transaction is open already");
    return tx_begin_ask(call->runtime->db, mode, call->arena, &call->tx, &call->now_us);
}

static struct status begin_write_unwaited(struct call *call)
{
    return begin_unwaited(call, TX_READ_WRITE);
}

static struct status begin_write(struct call *call)
{
    if (call->tx)
        return mistake("a transaction is open already");
    TRY(tx_begin(call->runtime->db, TX_READ_WRITE, call->arena, &call->tx, &call->now_us));
    rpc_now_learn(call->runtime->options.client, call->now_us / US_PER_MS);
    return OK;
}

static struct status regain(struct call *call)
{
    int64_t since_us = call->_held_since_us;

    call_rollback(call);
    TRY(idempotency_regain(call->runtime->db, call->arena, call->operation_id, &since_us));
    call_hold(call, since_us);
    return OK;
}

/* Who lost his session may have lost his operation with it: nothing of it takes effect before it is his in the new one.
 */
static struct status begin_held(struct call *call, struct status (*begin)(struct call *call))
{
    for (int i = 0; i <= REGAINS_MAX; i++) {
        TRY(begin(call));
        if (!call->_held_since_us || call->_session == db_session(call->runtime->db))
            return OK;
        TRY(regain(call));
    }
    return fail(NOT_AVAILABLE, "the database's connection is lost again and again");
}

struct status call_begin(struct call *call)
{
    return begin_held(call, begin_write);
}

struct status call_begin_unwaited(struct call *call)
{
    return begin_held(call, begin_write_unwaited);
}

struct status call_begin_read(struct call *call)
{
    return begin_unwaited(call, TX_READ_ONLY);
}

void call_rollback(struct call *call)
{
    tx_rollback(call->tx);
    call->tx = NULL;
}

struct status call_commit(struct call *call)
{
    struct tx *tx = call->tx;
    struct status committed;

    if (!tx)
        return mistake("no transaction to commit");
    if (runtime_now_ms(call->runtime) > call->deadline_ms) {
        call_rollback(call);
        return fail(TIMED_OUT, "the deadline passed before the commit");
    }
    call->tx = NULL;
    committed = tx_commit(tx);
    if (failed_with(committed, OUTCOME_UNKNOWN)) {
        CRASH_POINT(call, in_doubt);
        call->_in_doubt = true;
    }
    if (ok(committed) && (call->hints || call->_emitted))
        CRASH_POINT(call, committed_not_told);
    if (ok(committed))
        call_announce(call);
    return committed;
}

void call_announce(struct call *call)
{
    const struct server_options *options = &call->runtime->options;

    for (struct hint *hint = call->hints; hint; hint = hint->next) {
        struct status sent = bus_publish(options->bus, hint->subject, hint->data, hint->bytes);

        if (!ok(sent))
            log_debug("hint not sent", LOG_STR("subject", hint->subject), LOG_STR("error", sent.text));
    }
    call->hints = NULL;
    call->_hints_count = 0;
    if (call->_emitted && options->events_waiting)
        options->events_waiting(options->events_context);
    call->_emitted = false;
}

/* ---- refusals of STEPS ---- */

void call_on_refusal(struct call *call, struct status (*take_back)(struct call *call, const void *context),
                     const void *context)
{
    call->_take_back = take_back;
    call->_take_back_context = context;
}

struct status call_take_back(struct call *call)
{
    return call->_take_back ? call->_take_back(call, call->_take_back_context) : OK;
}

bool failed_in_passing(struct status status)
{
    return status.code == CODE_ABORTED || status.code == CODE_INTERNAL || status.code == CODE_UNAVAILABLE ||
           status.code == CODE_DEADLINE_EXCEEDED;
}

/* ---- who ---- */

bool call_has_role(const struct call *call, const char *role, const char *scope_id)
{
    for (size_t i = 0; i < call->caller->n_grants; i++) {
        const Api__Grant *grant = call->caller->grants[i];

        if (strcmp(grant->role, role) == 0 &&
            (!*grant->scope_id || (scope_id && strcmp(grant->scope_id, scope_id) == 0)))
            return true;
    }
    return false;
}

/* ---- other services ---- */

/* The same question within the same operation has the same key. */
static const char *outside_key(struct call *call, const uint8_t *data, size_t bytes)
{
    uint8_t digest[SHA256_BYTES];
    char hex[2 * KEY_DIGEST_BYTES + 1];

    sha256(data, bytes, digest);
    hex_encode(digest, KEY_DIGEST_BYTES, hex);
    return *call->operation_id ? arena_printf(call->arena, "%s-%s", call->operation_id, hex) : NULL;
}

static struct status ask(const struct server_options *options, const struct method *method, struct arena *arena,
                         const struct rpc_request *request, struct rpc_reply *ret_reply)
{
    int64_t asked_us = clock_mono_us();
    struct status status = rpc_call(options->client, arena, request, ret_reply);

    if (options->outgoing)
        measure_add(measure_made(&options->outgoing[method->index]), status.code, clock_mono_us() - asked_us);
    return status;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

struct status call_rpc(struct call *call, const char *full_method, const ProtobufCMessage *request,
                       const ProtobufCMessageDescriptor *answer_type, void *ret_answer)
{
    const struct server_options *options = &call->runtime->options;
    const struct method *method = contract_method(options->contract, full_method);
    struct asking asking;
    Api__Caller caller = *call->caller;
    struct rpc_request sent = { .caller = &caller };
    struct rpc_reply reply;
    struct status status;
    void *answer;

    if (call->tx)
        return mistake("%s is asked while a transaction is open", full_method);
    if (!method)
        return mistake("%s is not in the contract", full_method);
    if (call->method && call->method->rpc->access == API__ACCESS__SERVICES)
        return mistake("%s is asked within %s, which a service waits for", full_method, call->method->full_name);
    caller.service = (char *)options->name;
    asking_begin(&asking, call->traceparent);
    sent.traceparent = asking.traceparent;
    sent.subject = method->subject;
    sent.data = message_pack(call->arena, request, &sent.bytes);
    sent.deadline_ms = earlier(call->deadline_ms, runtime_now_ms(call->runtime) + method->rpc->timeout_ms);
    if (method->rpc->idempotency == API__IDEMPOTENCY__KEY_REQUIRED)
        sent.idempotency_key = outside_key(call, sent.data, sent.bytes);
    status = ask(options, method, call->arena, &sent, &reply);
    asking_end(&asking, method, status);
    TRY(status);
    CRASH_POINT(call, service_answered);
    answer = message_unpack(call->arena, answer_type, reply.data, reply.bytes);
    if (!answer)
        return fail(INTERNAL, "%s answered something that is no %s", full_method, answer_type->name);
    memcpy(ret_answer, &answer, sizeof answer);
    return OK;
}

/* ---- what the world is told ---- */

struct status emit(struct call *call, const char *aggregate_id, const ProtobufCMessage *event)
{
    struct outbox_event row = {
        .type = event->descriptor->name,
        .aggregate_id = aggregate_id,
        .traceparent = *call->traceparent ? call->traceparent : NULL,
    };

    if (!call->tx)
        return mistake("%s is emitted outside a transaction", row.type);
    row.payload = message_pack(call->arena, event, &row.payload_bytes);
    call->_emitted = true;
    return outbox_add(call->tx, &row);
}

void hint_message(struct call *call, const char *subject, const ProtobufCMessage *message)
{
    struct hint *hint;

    if (call->_hints_count == CALL_HINTS_MAX)
        return; /* hints may be lost; a watcher reads again */
    hint = arena_new(call->arena, struct hint);
    hint->subject = arena_strdup(call->arena, subject);
    hint->data = message_pack(call->arena, message, &hint->bytes);
    hint->next = call->hints;
    call->hints = hint;
    call->_hints_count++;
}

static void hint_live(struct call *call, const char *subject, const char *type, const char *id, int64_t version)
{
    Api__LiveHint hint = API__LIVE_HINT__INIT;

    hint.type = (char *)type;
    hint.id = (char *)id;
    hint.version = version;
    hint_message(call, subject, &hint.base);
}

void hint_user(struct call *call, const char *user_id, const char *type, const char *id)
{
    hint_live(call, arena_printf(call->arena, "live.user.%s", user_id), type, id, 0);
}

void hint_object(struct call *call, const char *type, const char *id, int64_t version)
{
    hint_live(call, arena_printf(call->arena, "live.obj.%s.%s", type, id), type, id, version);
}
