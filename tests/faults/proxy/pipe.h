/* One way of a connection: reads a chunk, keeps it as long as the route's faults want, passes it on, in order.
 *
 * It never keeps more than PIPE_BYTES_MAX bytes or PIPE_CHUNKS_MAX chunks: beyond, it stops reading, and TCP itself
 * makes the sender wait. A held way is neither read nor written.
 */
#ifndef LINLI_FAULTS_PROXY_PIPE_H
#define LINLI_FAULTS_PROXY_PIPE_H

#include <stddef.h>
#include <sys/queue.h>

#include "route.h"

#define PIPE_BYTES_MAX  ((size_t)256 << 10)
#define PIPE_CHUNKS_MAX 256
#define CHUNK_BYTES_MAX ((size_t)64 << 10)

struct chunk {
    int64_t due_us;
    size_t bytes;
};

struct pipe {
    struct connection *connection;
    enum way way;
    char *data; /* PIPE_BYTES_MAX; what waits is [first, end) */
    size_t first, end;
    struct chunk chunks[PIPE_CHUNKS_MAX]; /* a ring: chunks_count from chunk_first */
    int chunk_first, chunks_count;
    uint64_t chunks_read; /* ever */
    int64_t due_us;       /* of the chunk read last */
    int64_t drip_us;      /* not before then */
    bool source_ended;    /* the other side will write no more */
    bool ended;           /* and ours has been told */
    bool waiting;
    int64_t wake_us;
    LIST_ENTRY(pipe) on_waiting;
};

void pipe_init(struct pipe *pipe, struct connection *connection, enum way way);
void pipe_finish(struct pipe *pipe);
/* Moves what can be moved. May end the connection. */
void pipe_pump(struct pipe *pipe);
bool pipe_waits_to_write(const struct pipe *pipe);

/* How long until some pipe's time comes, in milliseconds; -1: none waits. */
int pipes_wait_ms(void);
/* Pumps those whose time has come. */
void pipes_wake(void);

/* Of the jitter: the same seed, route, connection, way and chunk give the same. */
extern uint64_t pipes_seed;

#endif
