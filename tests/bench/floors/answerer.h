/* The other end of the floors on the bus: a process of its own that answers floor.ask with what it got. */
#ifndef LINLI_BENCH_ANSWERER_H
#define LINLI_BENCH_ANSWERER_H

#include <nats/nats.h>

#define ASK_SUBJECT "floor.ask"
#define ASK_MS_MAX  2000

/* A connection that sends at once. */
natsConnection *answerer_connect(const char *url);
/* Forks; the child answers until its parent is gone. Call it before any thread is made. Returns when it listens. */
void answerer_start(const char *url);

#endif
