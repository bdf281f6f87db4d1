#include "histogram.h"

static unsigned bucket_of(uint64_t us)
{
    unsigned power = 0;

    while (us >> power >= 2 * HISTOGRAM_STEPS)
        power++;
    unsigned bucket = power * HISTOGRAM_STEPS + (unsigned)(us >> power);
    return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

static int64_t upper_bound(unsigned bucket)
{
    unsigned power = bucket < 2 * HISTOGRAM_STEPS ? 0 : bucket / HISTOGRAM_STEPS - 1;

    return ((int64_t)(bucket - power * HISTOGRAM_STEPS) + 1) * (INT64_C(1) << power) - 1;
}

void histogram_add(struct histogram *histogram, int64_t us)
{
    histogram->counts[bucket_of(us > 0 ? (uint64_t)us : 0)]++;
    histogram->total++;
    if (us > histogram->max_us)
        histogram->max_us = us;
}

int64_t histogram_at(const struct histogram *histogram, double share)
{
    uint64_t wanted = (uint64_t)(share * (double)histogram->total), seen = 0;

    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        seen += histogram->counts[i];
        if (seen > wanted)
            return upper_bound(i);
    }
    return histogram->max_us;
}
