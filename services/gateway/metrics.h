/* What is counted, for Prometheus: requests by method of the contract (never by path) and class of status, how long
 * they took, and what the gateway refused by itself. Safe from any thread; counting never waits. */
#ifndef LINLI_GATEWAY_METRICS_H
#define LINLI_GATEWAY_METRICS_H

#include <stdint.h>

#include "base/buf.h"
#include "contract/contract.h"

enum metrics_counter {
    COUNT_ADMISSION_REFUSED,
    COUNT_RATE_LIMITED,
    COUNT_REFUSAL_REPEATED,
    COUNT_MALFORMED,
    COUNT_BODY_TIMED_OUT,
    COUNT_CONNECTIONS,
    COUNTERS
};

struct metrics;

struct metrics *metrics_create(const struct contract *contract);
void metrics_destroy(struct metrics *metrics);
void metrics_count(struct metrics *metrics, enum metrics_counter counter);
/* `method` NULL: a request that was none of the contract's. */
void metrics_request(struct metrics *metrics, const struct method *method, int http_status, int64_t us);
void metrics_write(struct metrics *metrics, struct buf *out);

#endif
