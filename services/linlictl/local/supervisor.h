/* Keeps processes alive: starts them stage by stage, restarts what dies, with a growing delay when it keeps dying,
 * kills what hangs (where a unit says how to tell), stops them in the opposite order, and leaves nothing behind. One
 * thread, one supervisor per program: it waits for signals and owns all children, those of its children included (it is
 * their subreaper).
 *
 * Units and what they point at belong to the caller and must outlive the supervisor.
 */
#ifndef LINLI_LINLICTL_SUPERVISOR_H
#define LINLI_LINLICTL_SUPERVISOR_H

#include <stdbool.h>
#include <stdint.h>

#include "linlictl/local/probe.h"
#include "linlictl/local/process.h"

#define UNITS_MAX            128
#define RESTART_DELAY_MS     100  /* after the first death */
#define EAGER_MS             5000 /* after it; who keeps dying for longer waits twice as long each time */
#define RESTART_DELAY_MS_MAX 5000
#define STEADY_MS            10000 /* who lived that long starts again with the first delay */
#define STOP_MS_MAX          5000  /* then SIGKILL */
#define READY_MS_MAX         60000
#define ALIVE_EVERY_MS       2000
#define SILENT_ASKS_MAX      5 /* who is asked so often in a row and does not answer hangs */

enum unit_state { UNIT_DOWN, UNIT_STARTING, UNIT_READY, UNIT_ENDED };

struct unit {
    struct process_spec spec;
    struct probe probe; /* it can serve */
    struct probe alive; /* it still does: asked as long as it is ready */
    int stage;
    int stop_signal;
    const char *service; /* content, for content-2 */
    int port;            /* where it serves; 0: nowhere of its own */
    bool serves_http;    /* there */
    int ops_port;

    /* the supervisor's own */
    enum unit_state state;
    struct process_id id;
    int64_t started_ms, start_at_ms;
    int64_t dying_since_ms; /* its first death of those that followed each other */
    int delay_ms, restarts;
    int64_t ask_at_ms;
    int silent_asks; /* in a row */
};

struct supervisor {
    struct unit *units;
    int count;
    const char *pids_folder;
    /* Called after every change of a unit's state. */
    void (*changed)(void *context);
    void *context;
    bool stopping; /* a signal has come */
    int stage;     /* the last one that was started */

    /* supervisor_run's own */
    pid_t task;
    int task_outcome;
};

/* Becomes the subreaper and takes the signals SIGTERM, SIGINT, SIGHUP (stop) and SIGCHLD. */
struct status supervisor_init(struct supervisor *supervisor);
/* Ends, by their files in the pids folder, the processes of a supervisor that was killed. */
void supervisor_end_orphans(const char *pids_folder);
/* Starts the units of one stage and returns when all are ready; fails with the name of the one that is not after
 * READY_MS_MAX, or when a stop signal came (supervisor->stopping). */
struct status supervisor_start(struct supervisor *supervisor, int stage);
/* Runs a program to its end while everything else is kept running; fails when it does, or when a stop signal came. */
struct status supervisor_run(struct supervisor *supervisor, const struct process_spec *spec);
/* Keeps everything running until a stop signal comes. */
void supervisor_watch(struct supervisor *supervisor);
/* Stops all, last stage first. */
void supervisor_stop(struct supervisor *supervisor);

#endif
