#include <stdio.h>

#include "base/clock.h"
#include "db/pulse.h"
#include "rpc/gathering.h"
#include "rpc/lanes.h"

#define LABELS_BYTES 256 /* of a sample */

static const char *const lane_names[LANES] = {
    [LANE_DATABASE] = "database",
    [LANE_OUTSIDE] = "outside",
    [LANE_SERVICES] = "services",
};

static void calls_metrics(const struct server *server, struct buf *out)
{
    const struct endpoint *endpoints = server->endpoints;

    metric_head(out, "linli_calls_total", "counter", "Calls answered, by method and outcome.");
    for (size_t i = 0; i < server->count; i++)
        measure_calls_write(&endpoints[i].measure, "linli_calls_total", endpoints[i].method->full_name, out);
    metric_head(out, "linli_call_seconds", "histogram", "From arrival to answer.");
    for (size_t i = 0; i < server->count; i++)
        measure_seconds_write(&endpoints[i].measure, "linli_call_seconds", endpoints[i].method->full_name, out);
}

static void outgoing_metrics(const struct server_options *options, struct buf *out)
{
    const struct measure *measure;
    size_t count;
    const struct method *const *methods = contract_methods(options->contract, &count);

    if (!options->outgoing)
        return;
    metric_head(out, "linli_outgoing_calls_total", "counter", "Calls of other services, by method and outcome.");
    for (size_t i = 0; i < count; i++) {
        if ((measure = atomic_load(&options->outgoing[methods[i]->index])))
            measure_calls_write(measure, "linli_outgoing_calls_total", methods[i]->full_name, out);
    }
    metric_head(out, "linli_outgoing_call_seconds", "histogram", "From question to answer.");
    for (size_t i = 0; i < count; i++) {
        if ((measure = atomic_load(&options->outgoing[methods[i]->index])))
            measure_seconds_write(measure, "linli_outgoing_call_seconds", methods[i]->full_name, out);
    }
}

static void batches_metrics(const struct server *server, struct buf *out)
{
    char labels[LABELS_BYTES];

    metric_head(out, "linli_batch_seconds", "histogram", "A batch, from its beginning to its last answer.");
    for (size_t i = 0; i < server->count; i++) {
        snprintf(labels, sizeof labels, "method=\"%s\"", server->endpoints[i].method->full_name);
        metric_histogram(out, "linli_batch_seconds", labels, &server->endpoints[i].batches);
    }
    metric_head(out, "linli_batch_items_total", "counter", "Requests that batches handled.");
    for (size_t i = 0; i < server->count; i++) {
        snprintf(labels, sizeof labels, "method=\"%s\"", server->endpoints[i].method->full_name);
        if (server->endpoints[i].gathering)
            metric_sample(out, "linli_batch_items_total", labels,
                          (int64_t)atomic_load(&server->endpoints[i].batch_items));
    }
}

/* How long the first has waited that waits in the lane, or for one of its batches. */
static int64_t lane_waits_us(struct server *server, struct lane *lane, int64_t now_us)
{
    int64_t longest_us = queue_waits_us(&lane->queue, 1, now_us);

    for (size_t i = 0; i < server->count; i++) {
        struct endpoint *endpoint = &server->endpoints[i];
        int64_t waits_us =
            endpoint->gathering && lane_of(endpoint) == lane ? gathering_waits_us(endpoint->gathering, 1, now_us) : 0;

        longest_us = waits_us > longest_us ? waits_us : longest_us;
    }
    return longest_us;
}

static size_t lane_length(struct server *server, struct lane *lane)
{
    size_t length = queue_length(&lane->queue);

    for (size_t i = 0; i < server->count; i++) {
        if (server->endpoints[i].gathering && lane_of(&server->endpoints[i]) == lane)
            length += gathering_length(server->endpoints[i].gathering);
    }
    return length;
}

/* A worker is a connection to the database: those that are not busy are the idle ones of the pool. */
static void lanes_metrics(struct server *server, struct buf *out)
{
    int64_t now_us = clock_mono_us();
    char labels[LANES][LABELS_BYTES];

    for (int i = 0; i < LANES; i++)
        snprintf(labels[i], sizeof labels[i], "lane=\"%s\"", lane_names[i]);
    metric_head(out, "linli_workers", "gauge", "Workers of a lane, each with a connection to the database.");
    for (int i = 0; i < LANES; i++)
        metric_sample(out, "linli_workers", labels[i], server->options.workers);
    metric_head(out, "linli_workers_busy", "gauge", "Of them, those that have work.");
    for (int i = 0; i < LANES; i++)
        metric_sample(out, "linli_workers_busy", labels[i], atomic_load(&server->lanes[i].busy));
    metric_head(out, "linli_queue_items", "gauge", "What waits for a worker of the lane or for its batch.");
    for (int i = 0; i < LANES; i++)
        metric_sample(out, "linli_queue_items", labels[i], (int64_t)lane_length(server, &server->lanes[i]));
    metric_head(out, "linli_queue_age_seconds", "gauge", "How long the first of them has waited.");
    for (int i = 0; i < LANES; i++)
        metric_us(out, "linli_queue_age_seconds", labels[i], lane_waits_us(server, &server->lanes[i], now_us));
    metric_head(out, "linli_queue_wait_seconds", "histogram", "How long messages waited for a worker.");
    for (int i = 0; i < LANES; i++)
        metric_histogram(out, "linli_queue_wait_seconds", labels[i], &server->lanes[i].waited);
}

static int64_t in_flight(const struct server *server)
{
    int64_t sum = 0;

    for (size_t i = 0; i < server->count; i++)
        sum += atomic_load(&server->endpoints[i].in_flight);
    return sum < 0 ? 0 : sum; /* one that is opened just now is counted piece by piece */
}

void server_metrics(struct server *server, struct buf *out)
{
    calls_metrics(server, out);
    outgoing_metrics(&server->options, out);
    batches_metrics(server, out);
    metric_one(out, "linli_calls_in_flight", "gauge", "Calls that have arrived and are not answered.",
               in_flight(server));
    lanes_metrics(server, out);
    metric_one(out, "linli_refused_total", "counter", "Calls refused at the door: no room, or no database.",
               (int64_t)atomic_load(&server->refused));
    metric_one(out, "linli_database_silent", "gauge", "1 while the database answers nobody here.",
               pulse_silent(server->options.db.pulse, clock_mono_ms()));
}
