#include "events/queues.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "rpc/runtime.h"

#define REPORT_DEADLINE_MS 2000

void queues_init(struct queues *queues, size_t durables)
{
    *queues = (struct queues){ .durables = calloc(durables ? durables : 1, sizeof *queues->durables) };
    if (!queues->durables)
        abort();
}

void queues_finish(struct queues *queues)
{
    free(queues->durables);
}

int64_t queue_stands_ms(struct queue_watch *watch, const char *head, int64_t now_ms)
{
    if (!*head || strcmp(head, watch->head) != 0) {
        snprintf(watch->head, sizeof watch->head, "%s", head);
        watch->since_ms = now_ms;
    }
    return *head ? now_ms - watch->since_ms : 0;
}

/* ---- what is too long ---- */

struct look {
    struct arena *arena;
    int64_t now_ms;
    Api__QueueReport *report;
};

static void judge(struct look *look, struct queue_watch *watch, const char *name, const char *head, int64_t items)
{
    int64_t stands_ms = queue_stands_ms(watch, head, look->now_ms);
    Api__LongQueue *queue;

    if (stands_ms < QUEUE_STANDS_MS && items < QUEUE_ITEMS_MAX)
        return;
    if (look->report->n_queues == QUEUES_REPORT_MAX)
        return;
    queue = message_new(look->arena, &api__long_queue__descriptor);
    queue->name = name;
    queue->items = items;
    queue->stands_s = stands_ms / 1000;
    look->report->queues[look->report->n_queues++] = queue;
}

/* A job that runs is leased, one that failed comes later: neither is in the way. One that comes again and again is
 * another one each time. */
#define DUE "jobs where not dead and run_at <= now() and (leased_until is null or leased_until < now())"

static struct status look_at_tables(struct look *look, struct queues *queues, struct runtime *runtime)
{
    struct rows *rows;

    TRY(db_run(runtime->db, look->arena, &rows,
               "select (select id::text from outbox where published_at is null order by id limit 1),"
               " (select count(*) from (select from outbox where published_at is null limit $1) waiting),"
               " (select id || ' ' || run_at from " DUE " order by run_at limit 1),"
               " (select count(*) from (select from " DUE " limit $1) due)",
               db_int(QUEUE_ITEMS_MAX)));
    judge(look, &queues->outbox, "outbox", rows_text(rows, 0, 0), rows_int(rows, 0, 1));
    judge(look, &queues->jobs, "jobs", rows_text(rows, 0, 2), rows_int(rows, 0, 3));
    return OK;
}

/* As the server last told, which the keeper asks for each of them. */
static void look_at_durables(struct look *look, struct queues *queues, const struct consumers *consumers)
{
    for (size_t i = 0; i < consumers->count; i++) {
        const struct durable *durable = &consumers->durables[i];
        uint64_t pending = atomic_load(&durable->pending);
        char head[QUEUE_HEAD_BYTES] = "";

        if (pending)
            snprintf(head, sizeof head, "%" PRIu64, atomic_load(&durable->delivered));
        judge(look, &queues->durables[i], durable->name, head, (int64_t)pending);
    }
}

struct status queues_look(struct queues *queues, struct runtime *runtime, struct arena *arena,
                          const struct consumers *consumers, int64_t now_ms, Api__QueueReport *ret_report)
{
    struct look look = { arena, now_ms, ret_report };

    api__queue_report__init(ret_report);
    ret_report->queues = arena_array(arena, Api__LongQueue *, QUEUES_REPORT_MAX);
    TRY(look_at_tables(&look, queues, runtime));
    look_at_durables(&look, queues, consumers);
    return OK;
}

/* ---- told ---- */

static const struct method *who_hears(const struct contract *contract)
{
    const struct method *const *methods;
    size_t count;

    if (!contract)
        return NULL;
    methods = contract_methods(contract, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(methods[i]->output->full_name, "linli.api.QueueReportTaken") == 0)
            return methods[i];
    return NULL;
}

static struct status tell(struct runtime *runtime, struct arena *arena, const Api__QueueReport *report)
{
    const struct method *method = who_hears(runtime->options.contract);
    Api__QueueReportTaken *taken;
    struct status status;
    struct call call;

    if (!method)
        return OK;
    call_init(&call, runtime, arena, runtime_now_ms(runtime) + REPORT_DEADLINE_MS);
    status = call_rpc(&call, method->full_name, &report->base, &api__queue_report_taken__descriptor, &taken);
    call_finish(&call);
    return status;
}

void queues_watch(struct queues *queues, struct runtime *runtime, struct arena *arena,
                  const struct consumers *consumers)
{
    Api__QueueReport report;
    struct status status;

    if (clock_mono_ms() < queues->look_at_ms)
        return;
    queues->look_at_ms = clock_mono_ms() + QUEUE_LOOK_MS;
    status = queues_look(queues, runtime, arena, consumers, clock_mono_ms(), &report);
    if (ok(status) && (report.n_queues || queues->told)) {
        queues->told = true;
        status = tell(runtime, arena, &report);
    }
    if (ok(status))
        queues->told = report.n_queues > 0;
    else
        log_debug("queues not told of", LOG_STR("reason", status.reason), LOG_STR("error", status.text));
}
