#include <inttypes.h>
#include <stdio.h>

#include "base/metric.h"
#include "events/consumers.h"
#include "events/job_runner.h"
#include "events/relay.h"

static void relay_metrics(struct relay *relay, struct buf *out)
{
    metric_head(out, "linli_relay_active", "gauge", "1 while this process relays the outbox.");
    buf_printf(out, "linli_relay_active %d\n", atomic_load(&relay->active));
    metric_head(out, "linli_outbox_published_total", "counter", "Events that the stream acknowledged.");
    buf_printf(out, "linli_outbox_published_total %" PRIu64 "\n", atomic_load(&relay->published));
    metric_head(out, "linli_stream_losses_total", "counter", "Times the stream showed signs of a loss.");
    buf_printf(out, "linli_stream_losses_total %" PRIu64 "\n", atomic_load(&relay->losses));
    metric_head(out, "linli_outbox_resent_total", "counter", "Events marked to be sent again after a loss.");
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

static void consumers_metrics(const struct consumers *consumers, struct buf *out)
{
    char labels[128];

    metric_head(out, "linli_consumer_pending_events", "gauge",
                "Events that wait for a consumer, as the server said at the last look (every ten seconds).");
    for (size_t i = 0; i < consumers->count; i++) {
        snprintf(labels, sizeof labels, "consumer=\"%s\"", consumers->durables[i].name);
        metric_sample(out, "linli_consumer_pending_events", labels,
                      (int64_t)atomic_load(&consumers->durables[i].pending));
    }
    metric_head(out, "linli_event_delay_seconds", "histogram",
                "From the moment an event became true to the moment it was handled.");
    for (size_t i = 0; i < consumers->count; i++) {
        snprintf(labels, sizeof labels, "consumer=\"%s\"", consumers->durables[i].name);
        metric_histogram(out, "linli_event_delay_seconds", labels, &consumers->durables[i].delay);
    }
}

static void stream_metrics(const struct relay *relay, struct buf *out)
{
    char labels[STREAM_NAME_BYTES + 16];

    if (!atomic_load(&relay->active) || !atomic_load(&relay->stream_bytes_max))
        return;
    snprintf(labels, sizeof labels, "stream=\"%s\"", relay->stream);
    metric_head(out, "linli_stream_bytes", "gauge", "Bytes of the stream, at the active relay's last look.");
    metric_sample(out, "linli_stream_bytes", labels, atomic_load(&relay->stream_bytes));
    metric_head(out, "linli_stream_bytes_max", "gauge", "How many it may have; full, it takes no event any more.");
    metric_sample(out, "linli_stream_bytes_max", labels, atomic_load(&relay->stream_bytes_max));
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
    metric_head(out, "linli_job_seconds", "histogram", "How long jobs took.");
    for (size_t i = 0; i < runner->count; i++) {
        char labels[128];

        snprintf(labels, sizeof labels, "kind=\"%s\"", runner->kinds[i]);
        metric_histogram(out, "linli_job_seconds", labels, &runner->counters[i].took);
    }
}

void events_metrics(struct relay *relay, struct consumers *consumers, struct job_runner *jobs, struct buf *out)
{
    if (relay) {
        relay_metrics(relay, out);
        stream_metrics(relay, out);
    }
    if (consumers && consumers->count) {
        metric_head(out, "linli_events_total", "counter",
                    "Deliveries, by consumer and outcome; remade: times the durable was made anew.");
        for (size_t i = 0; i < consumers->count; i++)
            durable_metrics(&consumers->durables[i], out);
    }
    if (consumers && consumers->count)
        consumers_metrics(consumers, out);
    if (jobs && jobs->count) {
        metric_head(out, "linli_jobs_total", "counter", "Jobs, by kind and outcome.");
        job_metrics(jobs, out);
    }
}
