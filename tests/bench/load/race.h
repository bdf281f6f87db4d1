/* A race: connections that ask as fast as they are answered (closed loop), or at a rate that is kept whatever the server
 * does (open loop): then a request's latency counts from when it should have been sent, so a stall is not hidden. */
#ifndef LINLI_BENCH_RACE_H
#define LINLI_BENCH_RACE_H

#include <netinet/in.h>
#include <stdint.h>

#include "histogram.h"
#include "people.h"

#define STATUS_MAX 600

struct race {
    struct sockaddr_in address;
    int connections;
    double rate; /* requests a second; 0: closed loop */
    double seconds, warm_up_s; /* what is answered in the warm-up is not counted */
    int64_t requests_max;      /* the race ends after them, too; 0: no limit */
    const char *template;
    struct people people;

    /* what came out */
    struct histogram latency; /* of what was answered */
    uint64_t by_status[STATUS_MAX];
    uint64_t in_time; /* answered before the end */
    uint64_t broken;  /* connections that ended under a request */
};

/* Ends the program, with a sentence, when it cannot race at all. */
void race_run(struct race *race);

#endif
