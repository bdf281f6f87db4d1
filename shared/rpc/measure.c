#include "rpc/measure.h"

#include <stdio.h>
#include <stdlib.h>

#define LABELS_BYTES 256

void measure_add(struct measure *measure, enum code code, int64_t us)
{
    metric_count(&measure->outcomes[code], 1);
    histogram_observe(&measure->took, us);
}

struct measure *measure_made(_Atomic(struct measure *) *place)
{
    struct measure *there = atomic_load(place), *made;

    if (there)
        return there;
    made = calloc(1, sizeof *made);
    if (!made)
        abort();
    if (atomic_compare_exchange_strong(place, &there, made))
        return made;
    free(made); /* somebody was first */
    return there;
}

uint64_t measure_calls(const struct measure *measure)
{
    return histogram_count(&measure->took);
}

uint64_t measure_failures(const struct measure *measure)
{
    uint64_t sum = 0;

    for (int code = CODE_OK + 1; code < MEASURE_CODES; code++)
        sum += atomic_load(&measure->outcomes[code]);
    return sum;
}

void measure_calls_write(const struct measure *measure, const char *name, const char *method, struct buf *out)
{
    char labels[LABELS_BYTES];

    for (int code = CODE_OK; code < MEASURE_CODES; code++) {
        uint64_t calls = atomic_load(&measure->outcomes[code]);

        if (!calls)
            continue;
        snprintf(labels, sizeof labels, "method=\"%s\",outcome=\"%s\"", method, code_name((enum code)code));
        metric_sample(out, name, labels, (int64_t)calls);
    }
}

void measure_seconds_write(const struct measure *measure, const char *name, const char *method, struct buf *out)
{
    char labels[LABELS_BYTES];

    snprintf(labels, sizeof labels, "method=\"%s\"", method);
    metric_histogram(out, name, labels, &measure->took);
}
