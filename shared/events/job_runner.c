/* Jobs, and the platform's own housekeeping on the first thread. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "db/retention.h"
#include "events/events.h"
#include "events/job_runner.h"
#include "events/span.h"
#include "rpc/runtime.h"

static const struct job_handler *handler_of(const struct job_runner *runner, const char *kind)
{
    for (size_t i = 0; i < runner->count; i++)
        if (strcmp(runner->handlers[i].kind, kind) == 0)
            return &runner->handlers[i];
    return NULL;
}

static struct counters *counters_of(struct job_runner *runner, const struct job_handler *handler)
{
    return &runner->counters[handler - runner->handlers];
}

/* ---- one job ---- */

static struct status handle(struct runtime *runtime, struct arena *arena, const struct job_handler *handler,
                            const struct job *job, char trace[TRACEPARENT_BYTES])
{
    struct call call;
    char trace_id[33];

    call_init(&call, runtime, arena, runtime_now_ms(runtime) + JOB_DEADLINE_MS);
    trace_child(NULL, trace);
    trace_id_of(trace, trace_id);
    log_trace_set(trace_id);
    span_within(trace);
    call.traceparent = trace;
    call.operation_id = job->id;
    struct status status = handler->handle(&call, job);
    call_finish(&call);
    span_within(NULL);
    return status;
}

static struct status settle(struct runtime *runtime, struct arena *arena, const struct job_handler *handler,
                            const struct job *job, struct status outcome)
{
    if (!ok(outcome))
        return job_failed(runtime->db, arena, job, outcome.reason, handler->every_s > 0);
    if (handler->every_s)
        return job_again(runtime->db, arena, job, handler->every_s);
    return job_done(runtime->db, arena, job);
}

static void tell(const struct job *job, struct status outcome, int64_t ms)
{
    const struct log_field fields[] = {
        LOG_STR("kind", job->kind),
        LOG_STR("key", job->key),
        LOG_INT("attempt", job->attempts),
        LOG_INT("ms", ms),
        LOG_STR("outcome", ok(outcome) ? "OK" : outcome.reason),
        LOG_STR("detail", ok(outcome) ? "" : outcome.text),
    };
    log_write(ok(outcome) ? LOG_INFO : LOG_WARN, "job", fields, ok(outcome) ? 5 : 6);
    log_trace_set(NULL);
}

static void run_job(struct job_runner *runner, struct runtime *runtime, struct arena *arena, const struct job *job)
{
    const struct job_handler *handler = handler_of(runner, job->kind);
    int64_t before_us = clock_mono_us(), took_us;
    char trace[TRACEPARENT_BYTES];

    CRASH_POINT(job, taken);
    struct status outcome = handle(runtime, arena, handler, job, trace);
    CRASH_POINT(job, run_not_settled);
    struct status settled = settle(runtime, arena, handler, job, outcome);

    if (!ok(settled))
        log_debug("job not settled, it will come again", LOG_STR("kind", job->kind), LOG_STR("error", settled.text));
    struct counters *counters = counters_of(runner, handler);
    atomic_fetch_add(ok(outcome) ? &counters->done : &counters->failed, 1);
    if (job->attempts >= JOB_ATTEMPTS_MAX && !ok(outcome) && !handler->every_s)
        atomic_fetch_add(&counters->dead, 1);
    took_us = clock_mono_us() - before_us;
    histogram_observe(&counters->took, took_us);
    tell(job, outcome, took_us / US_PER_MS);
    job_ended(trace, job->kind, outcome, took_us);
}

static bool take_and_run(struct job_runner *runner, struct runtime *runtime, struct arena *arena)
{
    struct job job;
    bool found = false;
    struct status status = job_take(runtime->db, arena, runner->kinds, runner->count, JOB_LEASE_MS, &job, &found);
    if (ok(status) && found)
        run_job(runner, runtime, arena, &job);
    return ok(status) && found;
}

/* ---- housekeeping ---- */

static struct status add_standing_jobs(struct job_runner *runner, struct runtime *runtime, struct arena *arena)
{
    struct tx *tx;
    int64_t now_us;
    struct status status = OK;
    TRY(tx_begin(runtime->db, TX_READ_WRITE, arena, &tx, &now_us));
    for (size_t i = 0; i < runner->count && ok(status); i++)
        if (runner->handlers[i].every_s)
            status = job_add(tx, runner->handlers[i].kind, "", 0, NULL, 0);
    if (ok(status))
        return tx_commit(tx);
    tx_rollback(tx);
    return status;
}

static void keep_house(struct job_runner *runner, struct runtime *runtime, struct arena *arena)
{
    int64_t removed = 0;
    if (clock_mono_ms() < runner->house_at_ms)
        return;
    struct status status = add_standing_jobs(runner, runtime, arena);
    if (ok(status))
        status = retention_run(runtime->db, RETENTION_BATCHES, &removed);
    runner->house_at_ms = clock_mono_ms() + (ok(status) ? HOUSE_MS : HOUSE_RETRY_MS);
    if (removed)
        log_info("removed what is old", LOG_INT("rows", removed));
}

/* What a worker had that was killed need not wait for the end of its lease. Any worker looks, whoever is busy. */
static void let_go_of_orphans(struct job_runner *runner, struct runtime *runtime, struct arena *arena)
{
    int64_t now_ms = clock_mono_ms(), due_ms = atomic_load(&runner->orphans_at_ms), jobs = 0;

    if (now_ms < due_ms ||
        !atomic_compare_exchange_strong(&runner->orphans_at_ms, &due_ms, now_ms + JOB_ORPHANS_MS))
        return;
    struct status status = jobs_let_go(runtime->db, arena, JOB_LEASE_MS, JOB_ORPHAN_MS, &jobs);
    if (!ok(status))
        log_debug("orphaned jobs not looked for", LOG_STR("error", status.text));
    if (jobs)
        log_info("jobs of a worker that has ended are due again", LOG_INT("jobs", jobs));
}

/* ---- threads ---- */

static bool pause_until_stop(struct job_runner *runner)
{
    if (!atomic_load(&runner->stopping))
        clock_sleep_ms(JOB_POLL_MS);
    return !atomic_load(&runner->stopping);
}

static void *work(void *data)
{
    struct worker *worker = data;
    struct job_runner *runner = worker->runner;
    struct runtime *runtime = runtime_create(&runner->options);
    struct arena arena;
    bool found;

    arena_init(&arena, ARENA_BYTES_MAX);
    do {
        if (worker->index == 0)
            keep_house(runner, runtime, &arena);
        if (runner->count)
            let_go_of_orphans(runner, runtime, &arena);
        found = runner->count && take_and_run(runner, runtime, &arena);
        arena_reset(&arena);
    } while (found ? !atomic_load(&runner->stopping) : pause_until_stop(runner));
    arena_finish(&arena);
    runtime_destroy(runtime);
    return NULL;
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        abort();
    return memory;
}

struct status job_runner_start(const struct server_options *options, const struct job_handler *handlers, size_t count,
                               int threads, struct job_runner **ret_runner)
{
    struct job_runner *runner = zeroed(1, sizeof *runner);
    runner->options = *options;
    runner->handlers = handlers;
    runner->count = count;
    runner->kinds = zeroed(count, sizeof *runner->kinds);
    runner->counters = zeroed(count, sizeof *runner->counters);
    runner->workers = zeroed((size_t)threads, sizeof *runner->workers);
    for (size_t i = 0; i < count; i++)
        runner->kinds[i] = handlers[i].kind;
    for (int i = 0; i < threads; i++) {
        runner->workers[i] = (struct worker){ .runner = runner, .index = i };
        if (pthread_create(&runner->workers[i].thread, NULL, work, &runner->workers[i]) != 0) {
            job_runner_stop(runner);
            return fail(INTERNAL, "no thread for jobs");
        }
        runner->workers_count++;
    }
    *ret_runner = runner;
    return OK;
}

void job_runner_stop(struct job_runner *runner)
{
    if (!runner)
        return;
    atomic_store(&runner->stopping, true);
    for (int i = 0; i < runner->workers_count; i++)
        pthread_join(runner->workers[i].thread, NULL);
    free(runner->workers);
    free(runner->counters);
    free(runner->kinds);
    free(runner);
}
