#include "gateway/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/metric.h"

#define CLASSES      6 /* 0 unknown, 1xx … 5xx */
#define LABELS_BYTES 256

struct measure {
    atomic_uint_fast64_t by_class[CLASSES];
    struct histogram took;
};

struct metrics {
    const struct contract *contract;
    size_t methods_count;
    atomic_uint_fast64_t counters[COUNTERS];
    struct measure measures[]; /* by method's index; the last: no method */
};

struct metrics *metrics_create(const struct contract *contract)
{
    struct metrics *metrics;
    size_t count;

    contract_methods(contract, &count);
    metrics = calloc(1, sizeof(*metrics) + (count + 1) * sizeof(struct measure));
    if (!metrics)
        abort();
    metrics->contract = contract;
    metrics->methods_count = count;
    return metrics;
}

void metrics_destroy(struct metrics *metrics)
{
    free(metrics);
}

void metrics_count(struct metrics *metrics, enum metrics_counter counter)
{
    atomic_fetch_add_explicit(&metrics->counters[counter], 1, memory_order_relaxed);
}

void metrics_request(struct metrics *metrics, const struct method *method, int http_status, int64_t us)
{
    struct measure *measure = &metrics->measures[method ? method->index : metrics->methods_count];
    size_t class = http_status >= 100 && http_status < 600 ? (size_t)http_status / 100 : 0;

    atomic_fetch_add_explicit(&measure->by_class[class], 1, memory_order_relaxed);
    histogram_observe(&measure->took, us);
}

static const char *measure_name(const struct metrics *metrics, const struct method *const *methods, size_t i)
{
    return i < metrics->methods_count ? methods[i]->full_name : "none";
}

static void write_classes(const struct measure *measure, const char *name, struct buf *out)
{
    for (size_t class = 1; class < CLASSES; class ++)
        if (atomic_load(&measure->by_class[class]))
            buf_printf(out, "linli_gateway_requests_total{method=\"%s\",class=\"%zuxx\"} %" PRIuFAST64 "\n", name,
                       class, atomic_load(&measure->by_class[class]));
}

static void write_seconds(const struct measure *measure, const char *name, struct buf *out)
{
    char labels[LABELS_BYTES];

    snprintf(labels, sizeof(labels), "method=\"%s\"", name);
    metric_histogram(out, "linli_gateway_request_seconds", labels, &measure->took);
}

void metrics_write(struct metrics *metrics, struct buf *out)
{
    static const struct {
        const char *name, *help;
    } counters[COUNTERS] = {
        [COUNT_ADMISSION_REFUSED] = { "linli_gateway_admission_refused_total", "Requests refused for want of room." },
        [COUNT_RATE_LIMITED] = { "linli_gateway_rate_limited_total", "Requests refused because a budget was used up." },
        [COUNT_REFUSAL_REPEATED] = { "linli_gateway_refusal_repeated_total",
                                     "Refusals (sold out) that were known and repeated here." },
        [COUNT_MALFORMED] = { "linli_gateway_malformed_total", "Requests that were no HTTP of ours." },
        [COUNT_BODY_TIMED_OUT] = { "linli_gateway_body_timed_out_total", "Requests whose body did not come in time." },
        [COUNT_CONNECTIONS] = { "linli_gateway_connections_total", "Connections accepted." },
    };
    size_t count;
    const struct method *const *methods = contract_methods(metrics->contract, &count);

    for (size_t i = 0; i < COUNTERS; i++)
        metric_one(out, counters[i].name, "counter", counters[i].help, (int64_t)atomic_load(&metrics->counters[i]));
    metric_head(out, "linli_gateway_requests_total", "counter", "Requests answered, by method and class of status.");
    for (size_t i = 0; i <= count; i++)
        write_classes(&metrics->measures[i], measure_name(metrics, methods, i), out);
    metric_head(out, "linli_gateway_request_seconds", "histogram", "From a request's head to its answer.");
    for (size_t i = 0; i <= count; i++)
        write_seconds(&metrics->measures[i], measure_name(metrics, methods, i), out);
}
