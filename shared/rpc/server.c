#define _GNU_SOURCE /* pthread_timedjoin_np */
#include "rpc/server.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/pulse.h"
#include "rpc/discovery.h"
#include "rpc/gathering.h"
#include "rpc/lanes.h"
#include "rpc/patience.h"
#include "rpc/pipeline.h"
#include "rpc/span.h"

#define CHORE_MS       5000                /* between looks at the database's clock and at what was left unfinished */
#define RESUMES_MAX    16                  /* unfinished operations taken up in one go */
#define STACK_BYTES    ((size_t)512 << 10) /* of a worker; only what is touched costs memory */
#define CONNECT_MS_MAX 5000                /* for all workers of a new server; whoever asks then is told what is away */

/* ---- at the door, on the library's delivery thread ---- */

static void refuse(struct endpoint *endpoint, natsMsg *message, struct status status)
{
    struct server *server = endpoint->server;
    struct arena arena;

    arena_init(&arena, ARENA_BYTES_MAX);
    answer_send(&server->options, message, &arena, status, NULL, 0);
    arena_finish(&arena);
    atomic_fetch_add(&server->refused, 1);
    measure_add(&endpoint->measure, status.code, 0);
    atomic_fetch_sub_explicit(&endpoint->in_flight, 1, memory_order_relaxed);
    natsMsg_Destroy(message);
}

static struct status again_in_a_second(struct status status)
{
    status.retry_after_s = 1;
    return status;
}

static struct status no_room(const struct server *server)
{
    return again_in_a_second(fail(OVERLOADED, "%s has no room for more", server->options.name));
}

static struct status no_database(void)
{
    return again_in_a_second(fail(NOT_AVAILABLE, "the database has not answered anybody for %d ms", PULSE_SILENT_MS));
}

static bool needs_database(const struct endpoint *endpoint)
{
    return endpoint->method->rpc->tx != API__TX__NONE;
}

/* What waits for a worker waits for the database: none of it has begun, so it may be told so. */
static void turn_away_waiting(struct server *server)
{
    struct runtime *any = server->lanes[LANE_DATABASE].workers[0].runtime;
    struct work work;

    for (int i = 0; i < LANES; i++) {
        for (size_t left = queue_length(&server->lanes[i].queue); left > 0; left--) {
            if (queue_take(&server->lanes[i].queue, 0, &work) != QUEUE_TOOK)
                break;
            if (work.message && needs_database(work.endpoint))
                refuse(work.endpoint, work.message, no_database());
            else if (!queue_put(&server->lanes[i].queue, work))
                mistake("no room for what was taken out of a queue");
        }
    }
    for (size_t i = 0; i < server->count; i++) {
        if (server->endpoints[i].gathering)
            gathering_turn_away(server->endpoints[i].gathering, &server->endpoints[i], any, no_database());
    }
}

static bool put_turn(struct endpoint *endpoint, bool wanted)
{
    struct work work = { .endpoint = endpoint, .arrived_us = clock_mono_us() };

    return !wanted || queue_put(&lane_of(endpoint)->queue, work);
}

/* The lane, or the batches, are too slow for what waits already. */
static bool late(struct endpoint *endpoint, int64_t now_us)
{
    size_t two_rounds = 2 * (size_t)endpoint->server->options.workers;
    int64_t waits_us = queue_waits_us(&lane_of(endpoint)->queue, two_rounds, now_us);
    int64_t gathers_us = endpoint->gathering ? gathering_waits_us(endpoint->gathering, BATCH_ITEMS_MAX, now_us) : 0;

    return (waits_us > gathers_us ? waits_us : gathers_us) > patience_ms(endpoint->method) * US_PER_MS;
}

static bool accept(struct endpoint *endpoint, natsMsg *message)
{
    int64_t now_us = clock_mono_us();
    bool turn = false;

    if (late(endpoint, now_us))
        return false;
    if (endpoint->gathering) {
        if (!gathering_add(endpoint->gathering, message, now_us, &turn))
            return false;
        if (!put_turn(endpoint, turn)) /* the message is taken in any case: the next turn sees to it */
            mistake("no room for a turn of %s", endpoint->method->full_name);
        return true;
    }
    if (queue_length(&lane_of(endpoint)->queue) >= (size_t)endpoint->server->options.queue_items_max)
        return false; /* the room beyond is for turns */
    return queue_put(&lane_of(endpoint)->queue, (struct work){ endpoint, message, now_us });
}

static void on_request(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure)
{
    struct endpoint *endpoint = closure;

    (void)connection;
    (void)subscription;
    if (!natsMsg_GetReply(message) || !*natsMsg_GetReply(message)) {
        natsMsg_Destroy(message); /* nobody wants to know */
        return;
    }
    atomic_fetch_add_explicit(&endpoint->in_flight, 1, memory_order_relaxed);
    if (needs_database(endpoint) && pulse_silent(endpoint->server->options.db.pulse, clock_mono_ms())) {
        turn_away_waiting(endpoint->server);
        refuse(endpoint, message, no_database());
    } else if (!accept(endpoint, message)) {
        refuse(endpoint, message, no_room(endpoint->server));
    }
}

/* ---- workers ---- */

static void serve(struct worker *worker, const struct work *work)
{
    int64_t started_us = clock_mono_us(), us;
    struct request request;
    struct answer answer = { 0 };
    bool packed;
    char trace[33];
    struct status status =
        request_decode(work->endpoint, worker->runtime, &worker->arena, work->message, &request, &packed);

    trace_id_of(request.traceparent, trace);
    log_trace_set(trace);
    span_within(request.traceparent);
    if (ok(status) && packed)
        status = fail(BAD_REQUEST, "%s takes one request at a time", work->endpoint->method->name);
    if (ok(status))
        status = pipeline_run(worker->runtime, &worker->arena, &request, &answer);
    status = answer_declared(work->endpoint, status);
    answer_send(&worker->runtime->options, work->message, &worker->arena, status, answer.data, answer.bytes);
    us = clock_mono_us() - work->arrived_us;
    measure_add(&work->endpoint->measure, status.code, us);
    serving_ended(request.traceparent, request.parent, work->endpoint->method, status, us);
    atomic_fetch_sub_explicit(&work->endpoint->in_flight, 1, memory_order_relaxed);
    answer_log(&request, status, work->arrived_us, started_us);
    log_trace_set(NULL);
    span_within(NULL);
    natsMsg_Destroy(work->message);
}

/* Every few seconds one of the workers that may wait for others asks the database for its time and takes up what was
 * begun and not finished. */
static void do_chores(struct worker *worker)
{
    struct server *server = worker->server;
    int64_t due_ms = atomic_load(&server->chores_due_ms), now_ms_ = clock_mono_ms();

    if (worker->lane != &server->lanes[LANE_OUTSIDE] || now_ms_ < due_ms || atomic_load(&server->draining) ||
        !atomic_compare_exchange_strong(&server->chores_due_ms, &due_ms, now_ms_ + CHORE_MS))
        return;
    if (!ok(runtime_learn_now(worker->runtime, &worker->arena)))
        return;
    for (int i = 0;
         i < RESUMES_MAX && pipeline_resume(worker->runtime, &worker->arena, server->endpoints, server->count); i++)
        arena_reset(&worker->arena);
}

static void do_work(struct worker *worker, const struct work *work)
{
    bool turn = false;

    if (work->message)
        histogram_observe(&worker->lane->waited, clock_mono_us() - work->arrived_us);
    if (work->message && work->endpoint->method->rpc->tx == API__TX__READ) {
        reading_serve(worker->reading, work->endpoint, work->message, work->arrived_us);
        return;
    }
    if (work->message) {
        serve(worker, work);
        return;
    }
    gathering_turn(work->endpoint, worker->runtime, &turn);
    if (!put_turn(work->endpoint, turn))
        mistake("no room for a turn of %s", work->endpoint->method->full_name);
}

/* People's reads and orders find their lane's connections there from the first on; other lanes connect when asked. */
static void connect_worker(struct worker *worker)
{
    struct server *server = worker->server;
    struct status status;

    if (worker->lane != &server->lanes[LANE_DATABASE])
        return;
    status = db_ping(runtime_db(worker->runtime));
    if (!ok(status))
        log_status(LOG_WARN, "a worker has no connection yet", status);
    sem_post(&server->connected);
}

static void *work_until_closed(void *data)
{
    struct worker *worker = data;
    struct work work;
    enum queue_took took;

    connect_worker(worker);
    while ((took = queue_take(&worker->lane->queue, CHORE_MS, &work)) != QUEUE_CLOSED) {
        if (took == QUEUE_TOOK) {
            atomic_fetch_add_explicit(&worker->lane->busy, 1, memory_order_relaxed);
            do_work(worker, &work);
            atomic_fetch_sub_explicit(&worker->lane->busy, 1, memory_order_relaxed);
        }
        do_chores(worker);
        arena_reset(&worker->arena);
    }
    nats_ReleaseThreadMemory();
    return NULL;
}

static struct status start_worker(struct server *server, struct lane *lane, struct worker *worker)
{
    pthread_attr_t attributes;
    int error;

    worker->server = server;
    worker->lane = lane;
    worker->runtime = runtime_create(&server->options);
    worker->reading = reading_create(worker->runtime);
    arena_init(&worker->arena, ARENA_BYTES_MAX);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    error = pthread_create(&worker->thread, &attributes, work_until_closed, worker);
    pthread_attr_destroy(&attributes);
    return error ? fail(INTERNAL, "no thread for a worker: %s", strerror(error)) : OK;
}

/* ---- the table of what is served ---- */

static const struct operation *operation_of(const struct operation_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->operations[i].name, name) == 0)
            return &set->operations[i];
    }
    return NULL;
}

static struct status fill_endpoint(struct server *server, struct endpoint *endpoint, const struct operation_set *set,
                                   const ProtobufCMethodDescriptor *rpc)
{
    struct arena arena;
    const char *full_name;

    arena_init(&arena, ARENA_BYTES_MAX);
    full_name = arena_printf(&arena, "%s.%s", set->service->name, rpc->name);
    *endpoint = (struct endpoint){
        .server = server,
        .method = contract_method(server->options.contract, full_name),
        .operation = operation_of(set, rpc->name),
        .input = rpc->input,
        .output = rpc->output,
    };
    arena_finish(&arena);
    if (!endpoint->method)
        return fail(INTERNAL, "%s.%s is not in the contract", set->service->name, rpc->name);
    if (!endpoint->operation)
        return fail(INTERNAL, "%s has no handler", endpoint->method->full_name);
    if ((endpoint->method->rpc->tx == API__TX__BATCH) != (endpoint->operation->handle_batch != NULL))
        return fail(INTERNAL, "%s: a BATCH method has a batch handler, and only such a method",
                    endpoint->method->full_name);
    if (endpoint->operation->handle_batch)
        endpoint->gathering = gathering_create((size_t)server->options.queue_items_max);
    return OK;
}

static bool served(const struct server *server, const struct method *method)
{
    for (size_t i = 0; i < server->count; i++) {
        if (server->endpoints[i].method == method)
            return true;
    }
    return false;
}

/* Every method of the contract that is ours must have its endpoint. */
static struct status check_complete(const struct server *server)
{
    size_t count;
    const struct method *const *methods = contract_methods(server->options.contract, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(methods[i]->queue, server->options.name) == 0 && !served(server, methods[i]))
            return fail(INTERNAL, "%s has no operation", methods[i]->full_name);
    }
    return OK;
}

static struct status fill_endpoints(struct server *server)
{
    const struct server_options *options = &server->options;
    size_t count = 0;

    for (size_t i = 0; i < options->sets_count; i++)
        count += options->sets[i]->service->n_methods;
    server->endpoints = calloc(count + 1, sizeof *server->endpoints);
    server->subscriptions = calloc(count + 1, sizeof(natsSubscription *));
    if (!server->endpoints || !server->subscriptions)
        return fail(INTERNAL, "no memory for %zu endpoints", count);
    for (size_t i = 0; i < options->sets_count; i++) {
        const struct operation_set *set = options->sets[i];

        for (unsigned j = 0; j < set->service->n_methods; j++)
            TRY(fill_endpoint(server, &server->endpoints[server->count++], set, &set->service->methods[j]));
    }
    return check_complete(server);
}

static struct status subscribe(struct endpoint *endpoint, natsSubscription **ret_subscription)
{
    const struct server_options *options = &endpoint->server->options;
    natsStatus s = natsConnection_QueueSubscribe(ret_subscription, bus_connection(options->bus),
                                                 endpoint->method->subject, options->name, on_request, endpoint);

    return s == NATS_OK ? OK : bus_failure(s, endpoint->method->subject);
}

/* ---- its life ---- */

static struct status start_lane(struct server *server, struct lane *lane)
{
    queue_init(&lane->queue, (size_t)server->options.queue_items_max + server->count * BATCHES_MAX);
    lane->workers = calloc((size_t)server->options.workers, sizeof *lane->workers);
    if (!lane->workers)
        return fail(INTERNAL, "no memory for %d workers", server->options.workers);
    for (int i = 0; i < server->options.workers; i++)
        TRY(start_worker(server, lane, &lane->workers[i]));
    return OK;
}

static void await_connections(struct server *server)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += CONNECT_MS_MAX / 1000;
    for (int i = 0; i < server->options.workers; i++) {
        if (sem_clockwait(&server->connected, CLOCK_MONOTONIC, &until) != 0)
            return;
    }
}

static struct status start(struct server *server)
{
    TRY(fill_endpoints(server));
    for (int i = 0; i < LANES; i++)
        TRY(start_lane(server, &server->lanes[i]));
    await_connections(server);
    for (size_t i = 0; i < server->count; i++)
        TRY(subscribe(&server->endpoints[i], &server->subscriptions[i]));
    return discovery_start(&server->options, server->endpoints, server->count, &server->discovery);
}

struct status server_start(const struct server_options *options, struct server **ret_server)
{
    struct server *server = calloc(1, sizeof *server);
    struct status status;

    if (!server)
        return fail(INTERNAL, "no memory for the server");
    server->options = *options;
    sem_init(&server->connected, 0, 0);
    atomic_store(&server->chores_due_ms, clock_mono_ms() + CHORE_MS);
    status = start(server);
    if (!ok(status)) {
        if (server_stop(server, 0))
            server_destroy(server);
        return status;
    }
    *ret_server = server;
    return OK;
}

static bool join_workers(struct server *server, struct lane *lane, const struct timespec *until)
{
    bool all = true;

    for (int i = 0; lane->workers && i < server->options.workers; i++) {
        if (lane->workers[i].thread && pthread_timedjoin_np(lane->workers[i].thread, NULL, until) != 0)
            all = false;
    }
    return all;
}

bool server_stop(struct server *server, int drain_ms)
{
    struct timespec until;
    bool all = true;

    atomic_store(&server->draining, true);
    discovery_stop(server->discovery);
    server->discovery = NULL;
    bus_unsubscribe(server->options.bus, server->subscriptions, server->count);
    for (int i = 0; i < LANES; i++) {
        if (server->lanes[i].queue.ring)
            queue_close(&server->lanes[i].queue);
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += drain_ms / 1000 + 1;
    for (int i = 0; i < LANES; i++)
        all = join_workers(server, &server->lanes[i], &until) && all;
    return all;
}

static void finish_lane(struct server *server, struct lane *lane)
{
    for (int i = 0; lane->workers && i < server->options.workers; i++) {
        reading_destroy(lane->workers[i].reading);
        runtime_destroy(lane->workers[i].runtime);
        arena_finish(&lane->workers[i].arena);
    }
    if (lane->queue.ring)
        queue_finish(&lane->queue);
    free(lane->workers);
}

void server_destroy(struct server *server)
{
    if (!server)
        return;
    for (int i = 0; i < LANES; i++)
        finish_lane(server, &server->lanes[i]);
    for (size_t i = 0; i < server->count; i++)
        gathering_destroy(server->endpoints[i].gathering);
    sem_destroy(&server->connected);
    free(server->subscriptions);
    free(server->endpoints);
    free(server);
}
