#include "gateway/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

#define CLASSES 6 /* 0 unknown, 1xx … 5xx */

/* Upper bounds, microseconds. */
static const int64_t bounds_us[] = { 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 300000, 1000000, 3000000 };
#define BOUNDS (sizeof(bounds_us) / sizeof(bounds_us[0]))

struct measure {
    atomic_uint_fast64_t by_class[CLASSES];
    atomic_uint_fast64_t by_bound[BOUNDS + 1];
    atomic_uint_fast64_t sum_us;
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
    size_t class = http_status >= 100 && http_status < 600 ? (size_t)http_status / 100 : 0, bound = 0;

    while (bound < BOUNDS && us > bounds_us[bound])
        bound++;
    atomic_fetch_add_explicit(&measure->by_class[class], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&measure->by_bound[bound], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&measure->sum_us, (uint64_t)us, memory_order_relaxed);
}

static void write_measure(const struct measure *measure, const char *name, struct buf *out)
{
    uint64_t count = 0;

    for (size_t class = 1; class < CLASSES; class ++)
        if (atomic_load(&measure->by_class[class]))
            buf_printf(out, "linli_gateway_requests_total{method=\"%s\",class=\"%zuxx\"} %" PRIuFAST64 "\n", name,
                       class, atomic_load(&measure->by_class[class]));
    for (size_t i = 0; i <= BOUNDS; i++)
        count += atomic_load(&measure->by_bound[i]);
    if (count == 0)
        return;
    count = 0;
    for (size_t i = 0; i < BOUNDS; i++) {
        count += atomic_load(&measure->by_bound[i]);
        buf_printf(out, "linli_gateway_request_seconds_bucket{method=\"%s\",le=\"%g\"} %" PRIu64 "\n", name,
                   (double)bounds_us[i] / 1e6, count);
    }
    count += atomic_load(&measure->by_bound[BOUNDS]);
    buf_printf(out, "linli_gateway_request_seconds_bucket{method=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name, count);
    buf_printf(out, "linli_gateway_request_seconds_sum{method=\"%s\"} %.6f\n", name,
               (double)atomic_load(&measure->sum_us) / 1e6);
    buf_printf(out, "linli_gateway_request_seconds_count{method=\"%s\"} %" PRIu64 "\n", name, count);
}

void metrics_write(struct metrics *metrics, struct buf *out)
{
    static const char *const names[COUNTERS] = {
        [COUNT_ADMISSION_REFUSED] = "admission_refused", [COUNT_RATE_LIMITED] = "rate_limited",
        [COUNT_REFUSAL_REPEATED] = "refusal_repeated",   [COUNT_MALFORMED] = "malformed",
        [COUNT_BODY_TIMED_OUT] = "body_timed_out",       [COUNT_CONNECTIONS] = "connections",
    };
    size_t count;
    const struct method *const *methods = contract_methods(metrics->contract, &count);

    for (size_t i = 0; i < COUNTERS; i++) {
        buf_printf(out, "# TYPE linli_gateway_%s_total counter\n", names[i]);
        buf_printf(out, "linli_gateway_%s_total %" PRIuFAST64 "\n", names[i], atomic_load(&metrics->counters[i]));
    }
    buf_add_str(out, "# TYPE linli_gateway_requests_total counter\n# TYPE linli_gateway_request_seconds histogram\n");
    for (size_t i = 0; i < count; i++)
        write_measure(&metrics->measures[methods[i]->index], methods[i]->full_name, out);
    write_measure(&metrics->measures[metrics->methods_count], "none", out);
}
