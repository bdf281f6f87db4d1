/* A race: connections that ask as fast as they are answered (closed loop), or at a rate that is kept whatever the
 * server does (open loop): then a request's latency counts from when it should have been sent, so a stall is not
 * hidden.
 *
 * What could not be sent in time, for want of an idle connection, waits and is sent late; with `patience_us` it is
 * dropped after so long, as a person gives up. What was never sent is counted, too: nothing that was due disappears. */
#ifndef LINLI_BENCH_RACE_H
#define LINLI_BENCH_RACE_H

#include <netinet/in.h>
#include <stdint.h>

#include "histogram.h"
#include "people.h"

#define OUTCOMES_MAX 16 /* different statuses; what is beyond them counts as the last one */
#define SLICES_MAX   4096

/* Answers of one status, of what was due after the warm-up. */
struct outcome {
    int status; /* 0: no answer of HTTP */
    uint64_t count;
    uint64_t in_time; /* answered before the end */
    struct histogram since_due, since_sent;
};

/* What was due in a slice of time, the warm-up included. */
struct slice {
    uint64_t good; /* answered with 2xx */
    uint64_t other;
    struct histogram latency; /* of what is good, since it was due */
};

struct race {
    struct sockaddr_in address;
    int connections;
    double rate;               /* requests a second; 0: closed loop */
    double seconds, warm_up_s; /* what is due in the warm-up is not counted */
    int64_t requests_max;      /* the race ends after them, too; 0: no limit */
    int64_t patience_us;       /* 0: whatever is due is sent, however late */
    int64_t slice_us;          /* 0: no slices */
    const char *template;
    struct people people;

    /* what came out */
    struct histogram latency; /* of what was answered, since it was due */
    struct outcome outcomes[OUTCOMES_MAX];
    int outcomes_count;
    struct slice *slices;
    int slices_count;
    uint64_t in_time;   /* answered before the end */
    uint64_t successes; /* all answers of 2xx, those in the warm-up too */
    uint64_t unsent;    /* due and never sent */
    uint64_t broken;    /* connections that ended under a request */
};

/* Ends the program, with a sentence, when it cannot race at all. */
void race_run(struct race *race);

#endif
