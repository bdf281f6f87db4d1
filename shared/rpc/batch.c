#include "rpc/batch.h"

#include <string.h>

#include "base/clock.h"
#include "base/crash_point.h"
#include "base/log.h"
#include "rpc/pipeline.h"

struct batch {
    struct endpoint *endpoint;
    struct runtime *runtime;
    struct arena *arena;
    bool in_doubt; /* a commit of an earlier attempt may have taken effect */
};

static const char unset[] = "INTERNAL"; /* its address marks an outcome that the handler has not given */

/* Those whose time is over are told so and left out. */
static size_t drop_late(struct batch *batch, struct item **items, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++) {
        struct status status = request_check_deadline(&items[i]->request, batch->runtime);

        if (ok(status))
            items[left++] = items[i];
        else
            item_settle(items[i], batch->runtime, batch->arena, status, NULL);
    }
    return left;
}

static int64_t earliest_deadline(struct item *const *items, size_t count)
{
    int64_t earliest = INT64_MAX;

    for (size_t i = 0; i < count; i++)
        earliest = items[i]->request.deadline_ms < earliest ? items[i]->request.deadline_ms : earliest;
    return earliest;
}

static struct batch_item *prepare(struct batch *batch, struct item *const *items, size_t count)
{
    struct batch_item *list = arena_array(batch->arena, struct batch_item, count);

    for (size_t i = 0; i < count; i++) {
        const struct item *item = items[i];

        list[i] = (struct batch_item){
            .caller = item->request.caller,
            .in = item->in,
            .out = message_new(batch->arena, batch->endpoint->output),
            .idempotency_key = item->request.key,
            .traceparent = item->request.traceparent,
            .deadline_ms = item->request.deadline_ms,
            .outcome = { .code = CODE_INTERNAL, .reason = unset },
        };
        memcpy(list[i].request_sha256, item->sha256, SHA256_BYTES);
    }
    return list;
}

static struct status handle(struct batch *batch, struct batch_item *list, struct item *const *items, size_t count)
{
    struct call call;
    struct status status;

    call_init(&call, batch->runtime, batch->arena, earliest_deadline(items, count));
    call.method = batch->endpoint->method;
    call.traceparent = items[0]->request.traceparent;
    status = batch->endpoint->operation->handle_batch(&call, list, count);
    if (ok(status) && call.tx)
        status = mistake("%s left a transaction open", batch->endpoint->method->full_name);
    batch->in_doubt |= call._in_doubt || failed_with(status, OUTCOME_UNKNOWN);
    call._emitted = true; /* a batch writes its events with statements of its own */
    if (ok(status))
        call_announce(&call);
    call_finish(&call);
    return status;
}

/* Somebody was there first, or one of them has become late: all of it again, nobody has been answered yet. */
static bool again(struct status status)
{
    return pipeline_worth_repeating(status) || failed_with(status, UNIQUE_VIOLATION) || failed_with(status, TIMED_OUT);
}

/* What an item hears. While it is not known whether an earlier attempt was committed nobody hears a no: that one may
 * have been a yes, and what refuses now (a sale that is over) may have asked for none of its locks. */
static struct status heard(const struct batch *batch, struct status status, struct status outcome)
{
    if (ok(status) && ok(outcome))
        return OK;
    if (batch->in_doubt)
        return fail(TIMED_OUT, "it may have been done");
    if (ok(status) && outcome.reason == unset)
        return fail(INTERNAL, "the handler gave no outcome");
    if (ok(outcome) || outcome.reason == unset)
        return failed_with(status, UNIQUE_VIOLATION) ? fail(CONFLICT, "%s", status.text) : status;
    outcome.text = NULL, outcome.violations = NULL; /* overwritten by others' by now */
    return outcome;
}

static void settle(struct batch *batch, struct status status, const struct batch_item *list, struct item **items,
                   size_t count)
{
    for (size_t i = 0; i < count; i++) {
        item_settle(items[i], batch->runtime, batch->arena, heard(batch, status, list[i].outcome), list[i].out);
        if (i == 0 && count > 1)
            CRASH_POINT(batch, half_answered);
    }
}

/* Fails for what one item may have brought: then each is tried alone, so that it fails nobody but itself. */
static bool one_spoils_all(struct status status, size_t count)
{
    return count > 1 && (status.code == CODE_INTERNAL || failed_with(status, CHECK_VIOLATION) || again(status));
}

static void run(struct batch *batch, struct item **items, size_t count)
{
    struct batch_item *list = NULL;
    struct status status = OK;

    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        count = drop_late(batch, items, count);
        if (count == 0)
            return;
        arena_reset(batch->arena); /* of an earlier attempt nothing is needed */
        list = prepare(batch, items, count);
        status = handle(batch, list, items, count);
        if (ok(status) || !again(status))
            break;
        if (attempt < ATTEMPTS_MAX)
            pipeline_pause(attempt);
    }
    if (!ok(status) && !batch->in_doubt && one_spoils_all(status, count)) {
        for (size_t i = 0; i < count; i++)
            run(batch, &items[i], 1);
        return;
    }
    if (ok(status))
        CRASH_POINT(batch, committed_not_answered);
    settle(batch, status, list, items, count);
}

void batch_run(struct endpoint *endpoint, struct runtime *runtime, struct item **items, size_t count)
{
    struct arena arena;
    struct batch batch = { .endpoint = endpoint, .runtime = runtime, .arena = &arena };
    int64_t started_us = clock_mono_us(), took_us;

    arena_init(&arena, ARENA_BYTES_MAX);
    run(&batch, items, count);
    took_us = clock_mono_us() - started_us;
    histogram_observe(&endpoint->batches, took_us);
    metric_count(&endpoint->batch_items, count);
    log_info("batch", LOG_STR("method", endpoint->method->full_name), LOG_INT("items", (int64_t)count),
             LOG_INT("us", took_us));
    arena_finish(&arena);
}
