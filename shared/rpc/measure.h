/* How often a method was called, with what outcome and how long it took. Counting is atomic; nothing here fails. */
#ifndef LINLI_RPC_MEASURE_H
#define LINLI_RPC_MEASURE_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

#define MEASURE_CODES   (CODE_UNSUPPORTED_MEDIA_TYPE + 1)
#define MEASURE_BUCKETS 12

struct measure {
    _Atomic uint64_t outcomes[MEASURE_CODES];
    _Atomic uint64_t buckets[MEASURE_BUCKETS + 1]; /* not cumulative; the last one is what was slower than all */
    _Atomic uint64_t total_us;
};

void measure_add(struct measure *measure, enum code code, int64_t us);
uint64_t measure_calls(const struct measure *measure);
uint64_t measure_failures(const struct measure *measure);
/* Prometheus samples, labelled with the method. The samples of a family stand together, behind its head. */
void measure_calls_head(struct buf *out);
void measure_calls_write(const struct measure *measure, const char *method, struct buf *out);
void measure_seconds_head(struct buf *out);
void measure_seconds_write(const struct measure *measure, const char *method, struct buf *out);

#endif
