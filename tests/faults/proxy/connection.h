/* A connection through a route: the socket of who came, the one to the store, and a pipe each way.
 *
 * It is opened by the route and ends by itself: when both ways have been closed, or when one side is gone. Half of it
 * may be closed long before the other, as in life. Its memory is given back by connections_bury(), after the turn.
 */
#ifndef LINLI_FAULTS_PROXY_CONNECTION_H
#define LINLI_FAULTS_PROXY_CONNECTION_H

#include "pipe.h"
#include "route.h"

#define CONNECTIONS_MAX 1024 /* of all routes; who comes beyond is reset */

struct side {
    struct watch watch;
    struct connection *connection;
};

struct connection {
    LIST_ENTRY(connection) on_route;
    struct route *route;
    uint64_t number; /* of its route, from 1 */
    struct side ours, store;
    struct pipe pipes[WAYS];
    bool late;     /* came while nothing passed: the store has not heard of it */
    bool stranded; /* nothing passes any more, whatever its route does */
    bool over;
};

/* Takes the descriptor. */
void connection_open(struct route *route, int fd);
/* Both ways, as far as they can. */
void connection_pump(struct connection *connection);
/* Both sides see a reset. */
void connection_reset(struct connection *connection);
/* Both ways have been passed on to their end. */
void connection_end(struct connection *connection);
void connections_bury(void);

/* Where the bytes of a way come from and go to. */
int connection_source(const struct connection *connection, enum way way);
int connection_target(const struct connection *connection, enum way way);
/* Connects to the store when that has not been done; false when it cannot be, and the connection is over. */
bool connection_reach(struct connection *connection);

#endif
