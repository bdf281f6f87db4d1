/* Figures for Prometheus, and their text (exposition format 0.0.4). Counting is relaxed and atomic: it never waits,
 * never allocates, cannot fail. The samples of a family stand together, behind its head. */
#ifndef LINLI_BASE_METRIC_H
#define LINLI_BASE_METRIC_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"

#define HISTOGRAM_BOUNDS 13

/* How long something took, in buckets that all histograms share; all zero is an empty one. */
struct histogram {
    _Atomic uint64_t buckets[HISTOGRAM_BOUNDS + 1]; /* not cumulative; the last one is what was slower than all */
    _Atomic uint64_t sum_us;
};

void histogram_observe(struct histogram *histogram, int64_t us);
uint64_t histogram_count(const struct histogram *histogram);

static inline void metric_count(_Atomic uint64_t *counter, uint64_t more)
{
    atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

/* `type`: counter, gauge or histogram. */
void metric_head(struct buf *out, const char *name, const char *type, const char *help);
/* `labels` as they are written: method="linli.auth.v1.Auth.SignIn",outcome="OK"; "" without. */
void metric_sample(struct buf *out, const char *name, const char *labels, int64_t value);
/* The same in seconds. */
void metric_us(struct buf *out, const char *name, const char *labels, int64_t us);
/* A family of one sample. */
void metric_one(struct buf *out, const char *name, const char *type, const char *help, int64_t value);
/* Nothing when it is empty. */
void metric_histogram(struct buf *out, const char *name, const char *labels, const struct histogram *histogram);

/* What every process has, by the names that all exporters use: memory, processor time, files, start. */
void metric_process(struct buf *out);

#endif
