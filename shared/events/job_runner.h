/* Inside shared/events: what the job runner and its metrics share. */
#ifndef LINLI_EVENTS_JOB_RUNNER_H
#define LINLI_EVENTS_JOB_RUNNER_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/metric.h"
#include "events/events.h"

#define JOB_LEASE_MS      60000 /* a worker that dies gives its job back after that */
#define JOB_ORPHAN_MS     3000  /* or so long after it took it, once its session has ended */
#define JOB_ORPHANS_MS    1000  /* between looks for such */
#define JOB_DEADLINE_MS   50000 /* of a handler: before its lease ends */
#define JOB_POLL_MS       200
#define HOUSE_MS          600000
#define HOUSE_RETRY_MS    2000
#define RETENTION_BATCHES 20

struct counters {
    _Atomic uint64_t done, failed, dead;
    struct histogram took;
};

struct worker {
    struct job_runner *runner;
    pthread_t thread;
    int index;
};

struct job_runner {
    struct server_options options;
    const struct job_handler *handlers;
    size_t count;
    const char **kinds;
    struct counters *counters; /* of each handler */
    struct worker *workers;
    int workers_count;
    int64_t house_at_ms; /* first worker's */
    _Atomic int64_t orphans_at_ms;
    atomic_bool stopping;
};

#endif
