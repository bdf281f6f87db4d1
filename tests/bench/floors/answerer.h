/* The other end of the floors on the bus: a process of its own that answers what it is asked. */
#ifndef LINLI_BENCH_ANSWERER_H
#define LINLI_BENCH_ANSWERER_H

#include <nats/nats.h>

#define ASK_SUBJECT "floor.ask"
#define ASK_MS_MAX  2000

/* A connection that sends at once. */
natsConnection *answerer_connect(const char *url);
/* Forks; the child lets `answer` answer what comes to that subject until its parent is gone. Several of a subject share
 * its messages. Call it before any thread is made. Returns when it listens. */
void answerer_start(const char *url, const char *subject, natsMsgHandler answer);
/* An `answer` that sends back what it got. */
void answerer_echo(natsConnection *connection, natsSubscription *subscription, natsMsg *message, void *closure);

#endif
