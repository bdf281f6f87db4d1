/* What a race came to, as one line of JSON: rate (answers a second), latencies in microseconds, answers by status with
 * latencies since they were due and since they were sent, slices of time, what was never sent, connections that broke,
 * seconds of processor time the generator itself took.
 */
#ifndef LINLI_BENCH_RESULT_H
#define LINLI_BENCH_RESULT_H

#include "race.h"

void result_print(const struct race *race);

#endif
