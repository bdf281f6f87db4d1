#include "rpc/pipeline.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/crypto.h"
#include "base/log.h"
#include "db/idempotency.h"

#define PAUSE_MS_MAX   16
#define LEASE_SLACK_MS 1000 /* a lease outlives the deadline, after which its holder does nothing any more */

/* A request on its way through. */
struct pass {
    const struct request *request;
    struct runtime *runtime;
    struct arena *arena;
    struct call call;
    const void *in;
    void *out;
    bool replayed;
    struct answer answer;
};

static struct status run_none(struct pass *pass);
static struct status run_read_write(struct pass *pass);
static struct status run_steps(struct pass *pass);

static struct status run_mode(struct pass *pass)
{
    switch (pass->request->endpoint->method->rpc->tx) {
    case API__TX__NONE:
        return run_none(pass);
    case API__TX__READ_WRITE:
        return run_read_write(pass);
    case API__TX__STEPS:
        return run_steps(pass);
    default:
        return mistake("%s has no mode", pass->request->endpoint->method->full_name);
    }
}

static void pass_init(struct pass *pass, struct runtime *runtime, struct arena *arena, const struct request *request)
{
    *pass = (struct pass){ .request = request, .runtime = runtime, .arena = arena };
    call_init(&pass->call, runtime, arena, request->deadline_ms);
    pass->call.caller = request->caller;
    pass->call.method = request->endpoint->method;
    pass->call.traceparent = request->traceparent;
}

/* decode (request.c) · deadline · access · rules · then, as the mode has it, begin · replay · HANDLER · encode · commit
 */
struct status pipeline_run(struct runtime *runtime, struct arena *arena, const struct request *request,
                           struct answer *ret_answer)
{
    struct pass pass;
    struct status status;

    pass_init(&pass, runtime, arena, request);
    TRY(request_check_deadline(request, runtime));
    TRY(request_check_access(request));
    TRY(request_check_rules(request, arena, &pass.in));
    status = run_mode(&pass);
    call_finish(&pass.call);
    if (ok(status))
        *ret_answer = pass.answer;
    return status;
}

/* ---- the steps ---- */

static bool keyed(const struct pass *pass)
{
    return pass->request->endpoint->method->rpc->idempotency == API__IDEMPOTENCY__KEY_REQUIRED;
}

static struct idempotency_key key_of(const struct request *request, uint8_t digest[SHA256_BYTES])
{
    sha256(request->data, request->bytes, digest);
    return (struct idempotency_key){
        .caller_id = request_caller_id(request),
        .method = request->endpoint->method->full_name,
        .key = request->key,
        .request_sha256 = digest,
    };
}

static void take_claim(struct pass *pass, const struct idempotency_claim *claim)
{
    pass->replayed = claim->found == IDEMPOTENCY_REPLAY;
    pass->call.operation_id = claim->operation_id;
    if (pass->replayed)
        pass->answer = (struct answer){ claim->answer, claim->answer_bytes };
}

static struct status handle(struct pass *pass)
{
    pass->out = message_new(pass->arena, pass->request->endpoint->output);
    return pass->request->endpoint->operation->handle(&pass->call, pass->in, pass->out);
}

static void encode(struct pass *pass)
{
    pass->answer.data = message_pack(pass->arena, pass->out, &pass->answer.bytes);
}

static struct status keep(struct pass *pass)
{
    if (!keyed(pass))
        return OK;
    return idempotency_finish(pass->call.tx, pass->call.operation_id, pass->answer.data, pass->answer.bytes);
}

bool pipeline_worth_repeating(struct status status)
{
    return failed_with(status, CONFLICT) || failed_with(status, OUTCOME_UNKNOWN);
}

void pipeline_pause(int attempt)
{
    uint8_t random;

    random_bytes(&random, sizeof random);
    clock_sleep_ms(1 + random % (PAUSE_MS_MAX >> (ATTEMPTS_MAX - attempt)));
}

/* Runs `attempt` again while it is worth it. After a commit in doubt only a success is certain. */
static struct status repeat(struct pass *pass, struct status (*attempt)(struct pass *pass))
{
    struct status status = attempt(pass);

    for (int i = 1; i < ATTEMPTS_MAX && pipeline_worth_repeating(status); i++) {
        call_finish(&pass->call);
        pipeline_pause(i);
        status = attempt(pass);
    }
    if (!ok(status) && pass->call._in_doubt)
        return fail(TIMED_OUT, "it may have been done: %s", status.text);
    return status;
}

/* ---- NONE ---- */

static struct status run_none(struct pass *pass)
{
    TRY(handle(pass));
    if (pass->call.tx)
        return mistake("%s left a transaction open", pass->call.method->full_name);
    encode(pass);
    call_announce(&pass->call);
    return OK;
}

/* ---- READ_WRITE ---- */

static struct status replay(struct pass *pass)
{
    uint8_t digest[SHA256_BYTES];
    struct idempotency_key key = key_of(pass->request, digest);
    struct idempotency_claim claim;

    if (!keyed(pass))
        return OK;
    TRY(idempotency_claim(pass->call.tx, &key, &claim));
    take_claim(pass, &claim);
    CRASH_POINT(rpc, key_taken);
    return OK;
}

static struct status read_write_once(struct pass *pass)
{
    TRY(keyed(pass) ? call_begin_unwaited(&pass->call) : call_begin(&pass->call));
    TRY(replay(pass));
    if (pass->replayed)
        return OK;
    TRY(handle(pass));
    encode(pass);
    TRY(keep(pass));
    CRASH_POINT(rpc, done_not_committed);
    TRY(call_commit(&pass->call));
    CRASH_POINT(rpc, committed_not_answered);
    return OK;
}

/* A rival's commit, a deadlock or a commit in doubt: the whole transaction again, whose first statement finds the kept
 * answer if there is one. */
static struct status run_read_write(struct pass *pass)
{
    return repeat(pass, read_write_once);
}

/* ---- STEPS ---- */

static int64_t lease_ms(const struct pass *pass)
{
    int64_t left_ms = pass->request->deadline_ms - runtime_now_ms(pass->runtime);

    return (left_ms > 0 ? left_ms : 0) + LEASE_SLACK_MS;
}

/* Step 1: what is wanted is written down, before anything is done about it. */
static struct status open_operation(struct pass *pass)
{
    const struct request *request = pass->request;
    uint8_t digest[SHA256_BYTES];
    struct idempotency_key key = key_of(request, digest);
    struct idempotency_claim claim;
    size_t caller_bytes;
    uint8_t *caller = message_pack(pass->arena, &request->caller->base, &caller_bytes);

    TRY(call_begin_unwaited(&pass->call));
    TRY(idempotency_open(pass->call.tx, &key, request->data, request->bytes, caller, caller_bytes, lease_ms(pass),
                         &claim));
    take_claim(pass, &claim);
    if (pass->replayed)
        return OK;
    call_hold(&pass->call, claim.held_since_us);
    TRY(call_commit(&pass->call));
    CRASH_POINT(steps, opened);
    return OK;
}

/* The last step: the answer goes into the transaction that the handler left open, or one of its own. */
static struct status finish_operation(struct pass *pass)
{
    encode(pass);
    if (!pass->call.tx && !keyed(pass)) {
        call_announce(&pass->call);
        return OK;
    }
    if (!pass->call.tx)
        TRY(call_begin(&pass->call));
    TRY(keep(pass));
    CRASH_POINT(steps, done_not_committed);
    TRY(call_commit(&pass->call));
    CRASH_POINT(steps, committed_not_answered);
    return OK;
}

static struct status steps_once(struct pass *pass)
{
    TRY(handle(pass));
    return finish_operation(pass);
}

/* A refusal is judged anew next time, so its row goes, and what others hold for it; what failed in passing can be taken
 * up at once. */
static struct status let_go(struct pass *pass, struct status failed)
{
    struct call *call = &pass->call;

    TRY(call_begin(call));
    if (failed_in_passing(failed)) {
        TRY(idempotency_release(call->tx, call->operation_id));
    } else {
        TRY(call_take_back(call));
        TRY(idempotency_forget(call->tx, call->operation_id));
    }
    struct tx *tx = call->tx;
    call->tx = NULL;
    return tx_commit(tx); /* also after the deadline: nothing takes effect by it */
}

static struct status run_operation(struct pass *pass)
{
    struct status status = repeat(pass, steps_once);

    if (ok(status) || !keyed(pass))
        return status;
    call_finish(&pass->call);
    if (pass->call._in_doubt)
        return status; /* the lease lapses or the session has ended, then somebody finds out */
    struct status gone = let_go(pass, status);
    if (failed_with(gone, IN_PROGRESS))
        return gone; /* what becomes of it is for whoever took it over to say: it may well be done */
    if (ok(gone))
        return status;
    log_warn("operation stays open until its lease lapses", LOG_STR("operation", pass->call.operation_id),
             LOG_STR("error", gone.text));
    return failed_in_passing(status) ? status : fail(TIMED_OUT, "it stays open, and may be done by whoever comes next");
}

static struct status run_steps(struct pass *pass)
{
    struct id id;

    if (keyed(pass)) {
        TRY(open_operation(pass));
        if (pass->replayed)
            return OK;
    } else {
        id = id_new();
        pass->call.operation_id = arena_strdup(pass->arena, id.text);
    }
    return run_operation(pass);
}

/* ---- what was begun and not finished ---- */

static struct endpoint *endpoint_of(struct endpoint *endpoints, size_t count, const char *method)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(endpoints[i].method->full_name, method) == 0)
            return &endpoints[i];
    }
    return NULL;
}

static struct status take_lapsed(struct runtime *runtime, struct arena *arena, struct idempotency_lapsed *ret_lapsed,
                                 bool *ret_found)
{
    struct tx *tx;
    int64_t now_us;
    struct status status;

    TRY(tx_begin(runtime->db, TX_READ_WRITE, arena, &tx, &now_us));
    status = idempotency_take_lapsed(tx, KEYED_STEPS_TIMEOUT_MS_MAX + LEASE_SLACK_MS, ret_lapsed, ret_found);
    if (ok(status))
        return tx_commit(tx);
    tx_rollback(tx);
    return status;
}

static struct status resume(struct runtime *runtime, struct arena *arena, struct endpoint *endpoint,
                            const struct idempotency_lapsed *lapsed, struct request *ret_request)
{
    struct pass pass;
    struct status status;

    *ret_request = (struct request){
        .endpoint = endpoint,
        .caller = message_unpack(arena, &api__caller__descriptor, lapsed->caller, lapsed->caller_bytes),
        .deadline_ms = runtime_now_ms(runtime) + KEYED_STEPS_TIMEOUT_MS_MAX,
        .traceparent = "",
        .key = lapsed->key.key,
        .data = lapsed->request,
        .bytes = lapsed->request_bytes,
    };
    if (!ret_request->caller)
        return mistake("the caller kept with operation %s cannot be read", lapsed->operation_id);
    pass_init(&pass, runtime, arena, ret_request);
    pass.call.operation_id = lapsed->operation_id;
    call_hold(&pass.call, lapsed->held_since_us);
    TRY(request_check_rules(ret_request, arena, &pass.in));
    CRASH_POINT(steps, taken_up);
    status = run_operation(&pass);
    call_finish(&pass.call);
    return status;
}

bool pipeline_resume(struct runtime *runtime, struct arena *arena, struct endpoint *endpoints, size_t count)
{
    struct idempotency_lapsed lapsed;
    struct request request;
    bool found = false;
    int64_t started_us = clock_mono_us();
    struct status status = take_lapsed(runtime, arena, &lapsed, &found);

    if (!ok(status) || !found)
        return false; /* a database that is away is told by readiness, not here */
    struct endpoint *endpoint = endpoint_of(endpoints, count, lapsed.key.method);
    if (!endpoint) {
        log_warn("an open operation of a method that is not served", LOG_STR("method", lapsed.key.method));
        return true;
    }
    status = resume(runtime, arena, endpoint, &lapsed, &request);
    log_info("operation resumed", LOG_STR("operation", lapsed.operation_id));
    status = answer_declared(endpoint, status);
    measure_add(&endpoint->measure, status.code, clock_mono_us() - started_us);
    answer_log(&request, status, started_us, started_us);
    return true;
}
