#include "rpc/measure.h"

#include <inttypes.h>

static const int64_t bounds_us[MEASURE_BUCKETS] = { 500,   1000,   2500,   5000,   10000,   25000,
                                                    50000, 100000, 250000, 500000, 1000000, 5000000 };

void measure_add(struct measure *measure, enum code code, int64_t us)
{
    int bucket = 0;

    while (bucket < MEASURE_BUCKETS && us > bounds_us[bucket])
        bucket++;
    atomic_fetch_add(&measure->outcomes[code], 1);
    atomic_fetch_add(&measure->buckets[bucket], 1);
    atomic_fetch_add(&measure->total_us, (uint64_t)us);
}

uint64_t measure_calls(const struct measure *measure)
{
    uint64_t sum = 0;

    for (int i = 0; i <= MEASURE_BUCKETS; i++)
        sum += atomic_load(&measure->buckets[i]);
    return sum;
}

uint64_t measure_failures(const struct measure *measure)
{
    uint64_t sum = 0;

    for (int code = CODE_OK + 1; code < MEASURE_CODES; code++)
        sum += atomic_load(&measure->outcomes[code]);
    return sum;
}

void measure_calls_head(struct buf *out)
{
    buf_add_str(out,
                "# HELP linli_calls_total Calls answered, by method and outcome.\n# TYPE linli_calls_total counter\n");
}

void measure_calls_write(const struct measure *measure, const char *method, struct buf *out)
{
    for (int code = CODE_OK; code < MEASURE_CODES; code++) {
        uint64_t calls = atomic_load(&measure->outcomes[code]);

        if (calls)
            buf_printf(out, "linli_calls_total{method=\"%s\",outcome=\"%s\"} %" PRIu64 "\n", method,
                       code_name((enum code)code), calls);
    }
}

void measure_seconds_head(struct buf *out)
{
    buf_add_str(out, "# HELP linli_call_seconds From arrival to answer.\n# TYPE linli_call_seconds histogram\n");
}

void measure_seconds_write(const struct measure *measure, const char *method, struct buf *out)
{
    uint64_t sum = 0;

    if (measure_calls(measure) == 0)
        return;
    for (int i = 0; i < MEASURE_BUCKETS; i++) {
        sum += atomic_load(&measure->buckets[i]);
        buf_printf(out, "linli_call_seconds_bucket{method=\"%s\",le=\"%" PRId64 ".%06" PRId64 "\"} %" PRIu64 "\n",
                   method, bounds_us[i] / 1000000, bounds_us[i] % 1000000, sum);
    }
    sum += atomic_load(&measure->buckets[MEASURE_BUCKETS]);
    buf_printf(out, "linli_call_seconds_bucket{method=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", method, sum);
    buf_printf(out, "linli_call_seconds_sum{method=\"%s\"} %.6f\n", method,
               (double)atomic_load(&measure->total_us) / 1e6);
    buf_printf(out, "linli_call_seconds_count{method=\"%s\"} %" PRIu64 "\n", method, sum);
}
