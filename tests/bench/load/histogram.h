/* Latencies in microseconds, kept in buckets of 1/32 of their size: a figure read back is at most 3 % above the truth.
 */
#ifndef LINLI_BENCH_HISTOGRAM_H
#define LINLI_BENCH_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_STEPS   32
#define HISTOGRAM_BUCKETS (40 * HISTOGRAM_STEPS)

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
    int64_t max_us;
};

void histogram_add(struct histogram *histogram, int64_t us);
/* The latency that `share` (0…1) of all stay below or at; 0 when there are none. */
int64_t histogram_at(const struct histogram *histogram, double share);

#endif
