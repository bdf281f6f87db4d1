#include <inttypes.h>

#include "base/buf.h"
#include "events/consumers.h"
#include "events/job_runner.h"
#include "events/relay.h"

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void relay_metrics(struct relay *relay, struct buf *out)
{
    head(out, "linli_relay_active", "gauge", "1 while this process relays the outbox.");
    buf_printf(out, "linli_relay_active %d\n", atomic_load(&relay->active));
    head(out, "linli_outbox_published_total", "counter", "Events that the stream acknowledged.");
    buf_printf(out, "linli_outbox_published_total %" PRIu64 "\n", atomic_load(&relay->published));
    head(out, "linli_outbox_waiting_seconds", "gauge", "How long the oldest event has waited (of the active relay).");
    buf_printf(out, "linli_outbox_waiting_seconds %" PRId64 "\n",
               atomic_load(&relay->active) ? atomic_load(&relay->waiting_s) : 0);
    head(out, "linli_stream_losses_total", "counter", "Times the stream showed signs of a loss.");
    buf_printf(out, "linli_stream_losses_total %" PRIu64 "\n", atomic_load(&relay->losses));
    head(out, "linli_outbox_resent_total", "counter", "Events marked to be sent again after a loss.");
    buf_printf(out, "linli_outbox_resent_total %" PRIu64 "\n", atomic_load(&relay->resent));
}

static void durable_metrics(const struct durable *durable, struct buf *out)
{
    const struct {
        const char *outcome;
        uint64_t count;
    } samples[] = {
        { "handled", atomic_load(&durable->handled) }, { "repeated", atomic_load(&durable->repeated) },
        { "failed", atomic_load(&durable->failed) },   { "dead", atomic_load(&durable->dead) },
        { "remade", atomic_load(&durable->remade) },
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        buf_printf(out, "linli_events_total{consumer=\"%s\",outcome=\"%s\"} %" PRIu64 "\n", durable->name,
                   samples[i].outcome, samples[i].count);
}

static void job_metrics(const struct job_runner *runner, struct buf *out)
{
    for (size_t i = 0; i < runner->count; i++) {
        const struct counters *counters = &runner->counters[i];
        const char *kind = runner->kinds[i];
        buf_printf(out, "linli_jobs_total{kind=\"%s\",outcome=\"done\"} %" PRIu64 "\n", kind,
                   atomic_load(&counters->done));
        buf_printf(out, "linli_jobs_total{kind=\"%s\",outcome=\"failed\"} %" PRIu64 "\n", kind,
                   atomic_load(&counters->failed));
        buf_printf(out, "linli_jobs_total{kind=\"%s\",outcome=\"dead\"} %" PRIu64 "\n", kind,
                   atomic_load(&counters->dead));
    }
}

void events_metrics(struct relay *relay, struct consumers *consumers, struct job_runner *jobs, struct buf *out)
{
    if (relay)
        relay_metrics(relay, out);
    if (consumers && consumers->count) {
        head(out, "linli_events_total", "counter",
             "Deliveries, by consumer and outcome; remade: times the durable was made anew.");
        for (size_t i = 0; i < consumers->count; i++)
            durable_metrics(&consumers->durables[i], out);
    }
    if (jobs && jobs->count) {
        head(out, "linli_jobs_total", "counter", "Jobs, by kind and outcome.");
        job_metrics(jobs, out);
    }
}
