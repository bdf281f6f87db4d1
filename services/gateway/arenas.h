/* Arenas that requests borrow: as many as were ever in use at once and no more, instead of one for each of a thousand
 * threads. The one given back last is lent next. */
#ifndef LINLI_GATEWAY_ARENAS_H
#define LINLI_GATEWAY_ARENAS_H

#include <pthread.h>

#include "base/arena.h"

#define ARENAS_IDLE_MAX 64
#define REQUEST_ARENA_BYTES_MAX                                                                                        \
    ((size_t)64 << 20) /* a bound against accidents: an answer of 1 MiB may be much longer as JSON */

struct arenas {
    pthread_mutex_t lock;
    struct arena *idle[ARENAS_IDLE_MAX];
    size_t idle_count;
};

void arenas_init(struct arenas *arenas);
/* All have been given back. */
void arenas_finish(struct arenas *arenas);
struct arena *arenas_take(struct arenas *arenas);
void arenas_give(struct arenas *arenas, struct arena *arena);

#endif
