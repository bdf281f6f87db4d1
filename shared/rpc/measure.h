/* How often a method was called, with what outcome and how long it took. Counting is atomic; nothing here fails. */
#ifndef LINLI_RPC_MEASURE_H
#define LINLI_RPC_MEASURE_H

#include "base/metric.h"
#include "base/status.h"

#define MEASURE_CODES (CODE_UNSUPPORTED_MEDIA_TYPE + 1)

struct measure {
    _Atomic uint64_t outcomes[MEASURE_CODES];
    struct histogram took;
};

void measure_add(struct measure *measure, enum code code, int64_t us);
/* The one that stands there, or a new one; it stays until the process ends. */
struct measure *measure_made(_Atomic(struct measure *) *place);
uint64_t measure_calls(const struct measure *measure);
uint64_t measure_failures(const struct measure *measure);
/* Samples of the family `name`, labelled with the method. */
void measure_calls_write(const struct measure *measure, const char *name, const char *method, struct buf *out);
void measure_seconds_write(const struct measure *measure, const char *name, const char *method, struct buf *out);

#endif
