/* Routes: a name, a port of ours, the port it leads to, and what is wrong with it just now. They are read once, from a
 * file with a line `NAME PORT TO_PORT` each (PORT 0: any free one), and live as long as the program.
 */
#ifndef LINLI_FAULTS_PROXY_ROUTE_H
#define LINLI_FAULTS_PROXY_ROUTE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "loop.h"

#define ROUTES_MAX           256
#define ROUTE_NAME_CHARS_MAX 63

enum way { UP, DOWN }; /* up: from one of our processes to its store */
#define WAYS 2

struct fault {
    int64_t latency_us, jitter_us;
    int64_t bytes_per_s; /* 0: as fast as it goes */
    int64_t cut_bytes;   /* -1: no cut; else how many pass before it */
    bool held;
};

struct connection;
LIST_HEAD(connections, connection);

struct route {
    struct watch listener;
    char name[ROUTE_NAME_CHARS_MAX + 1];
    int port, to_port;
    struct fault faults[WAYS];
    struct connections connections;
    uint64_t open, opened; /* connections: now, ever */
    uint64_t bytes[WAYS];  /* passed on, ever */
};

extern struct route routes[ROUTES_MAX];
extern int routes_count;

/* Gives the program up when the file or a port is not to be had. */
void routes_load(const char *path);

/* Takes all its faults off, who was stranded is reset; false with errno when it cannot listen again. */
bool route_heal(struct route *route);
/* Nobody is let in any more, who is in is reset. */
void route_refuse(struct route *route);
/* Who is in is reset. */
void route_reset(struct route *route);
/* Nothing passes any more for who is in, and nothing is closed: the other side has forgotten him. Who comes, passes. */
void route_strand(struct route *route);
/* Something about its faults has changed: what can move now, moves. */
void route_stir(struct route *route);

#endif
