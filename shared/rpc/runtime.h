/* What a worker has: private to shared/rpc and shared/events. */
#ifndef LINLI_RPC_RUNTIME_H
#define LINLI_RPC_RUNTIME_H

#include "rpc/server.h"

struct runtime {
    struct server_options options; /* a copy; what it points at outlives the server */
    struct db *db;                 /* this worker's own connection */
};

/* Something only a mistake in our code can bring about: aborts in debug builds, else a log line and INTERNAL. */
struct status mistake(const char *format, ...) __attribute__((format(printf, 1, 2), cold));

/* Database time in milliseconds, as well as it is known here. */
int64_t runtime_now_ms(const struct runtime *runtime);
/* Asks the database for its time. */
struct status runtime_learn_now(struct runtime *runtime, struct arena *arena);

/* STEPS: the call has its operation since then, in this session of the database. */
void call_hold(struct call *call, int64_t since_us);
/* Sends the call's hints and wakes the relay, after a commit or where there was nothing to commit. */
void call_announce(struct call *call);

#endif
